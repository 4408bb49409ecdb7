import fastifyStatic from "@fastify/static";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IdentifyVisitor } from "./visitor";

export interface PageOptions {
  /** The built page: `index.html`, other files at its root, `assets/` with hashes in their names. */
  uiDir: string;
  identify: IdentifyVisitor;
}

/** Serves the built page, with the `.br` and `.gz` files that lie beside it. */
export const page: FastifyPluginAsync<PageOptions> = async (app, { uiDir, identify }) => {
  if (!existsSync(join(uiDir, "index.html"))) throw new Error(`${uiDir} holds no index.html.`);

  // Open to strangers: the code of the page is no secret, and CloudFront keeps it.
  await app.register(fastifyStatic, {
    root: join(uiDir, "assets"),
    prefix: "/assets/",
    preCompressed: true,
    maxAge: "1y",
    immutable: true,
    index: false,
  });

  const tags = entityTags(uiDir);

  function serveFile(request: FastifyRequest, reply: FastifyReply, name: string): FastifyReply {
    const tag = tags.get(name) ?? "";
    reply.headers({ "cache-control": "no-cache", etag: tag });
    if (request.headers["if-none-match"]?.includes(tag)) return reply.code(304).send();
    return reply.sendFile(name, uiDir, { cacheControl: false, etag: false, lastModified: false });
  }

  async function serveIndex(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visitor = await identify(request);
    // An unverifiable visitor gets the page, which can tell better than an error what is going on.
    if (visitor.status !== "stranger") return serveFile(request, reply, "index.html");
    const path = request.url.split("?", 1)[0] ?? "/";
    const target = path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
    return reply.header("cache-control", "no-store").redirect(target);
  }

  app.get("/", serveIndex);
  // The page itself reads which conversation its address names.
  app.get("/c/:id", serveIndex);
  for (const name of tags.keys()) {
    if (name !== "index.html") {
      app.get(`/${name}`, async (request, reply) => serveFile(request, reply, name));
    }
  }
};

/**
 * A tag for each file at the root, from its content: all files of a bundle have one and the same time, and two builds
 * of index.html, whose links have hashes of one length, the same size.
 */
function entityTags(uiDir: string): Map<string, string> {
  const names = readdirSync(uiDir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
    .map((entry) => entry.name);
  return new Map(
    names.map((name) => {
      const hash = createHash("sha256").update(readFileSync(join(uiDir, name)));
      return [name, `W/"${hash.digest("base64url").slice(0, 22)}"`];
    }),
  );
}
