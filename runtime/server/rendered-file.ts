import type { FastifyReply, FastifyRequest } from "fastify";
import { createHash } from "node:crypto";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** Answers a request with one file, or with 304 to who has it. */
export type ServeFile = (request: FastifyRequest, reply: FastifyReply) => FastifyReply;

/** A file that is made when the server starts, compressed once. Browsers ask for it anew each time. */
export function renderedFile(content: string | Buffer, type: string): ServeFile {
  const bytes = Buffer.from(content);
  const bodies = { br: brotliCompressSync(bytes), gzip: gzipSync(bytes, { level: 9 }) };
  const etag = entityTag(bytes);
  return (request, reply) => {
    reply.headers({ "cache-control": "no-cache", etag, vary: "accept-encoding" });
    if (isKnown(request, etag)) return reply.code(304).send();
    const encoding = encodingFor(request.headers["accept-encoding"]);
    if (encoding) reply.header("content-encoding", encoding);
    return reply.type(type).send(encoding ? bodies[encoding] : bytes);
  };
}

/** The same, made when somebody first asks for it. */
export function lateFile(make: () => Buffer, type: string): ServeFile {
  let serve: ServeFile | undefined;
  return (request, reply) => {
    serve ??= renderedFile(make(), type);
    return serve(request, reply);
  };
}

/** Weak: a file and its compressed twins are one thing. */
export function entityTag(bytes: Buffer): string {
  const hash = createHash("sha256").update(bytes).digest("base64url");
  return `W/"${hash.slice(0, 22)}"`;
}

/** Whether the browser has what this tag stands for. */
export function isKnown({ headers }: FastifyRequest, tag: string): boolean {
  return headers["if-none-match"]?.includes(tag) ?? false;
}

/** The best of the encodings that the browser takes. */
function encodingFor(accepted: string | string[] = ""): "br" | "gzip" | undefined {
  const taken = String(accepted)
    .split(",")
    .map((entry) => entry.trim().split(/\s*;\s*/))
    .filter(([, weight = ""]) => !/^q=0(?:\.0*)?$/.test(weight))
    .map(([name]) => name);
  return (["br", "gzip"] as const).find((name) => taken.includes(name));
}
