import busboy, { type BusboyInstance } from "@fastify/busboy";
import type { FastifyRequest } from "fastify";
import { limits } from "../../contract/limits";
import { Problem } from "../../contract/problem";

export interface FormFile {
  name: string;
  /** As its sender calls it; may be empty. */
  type: string;
  bytes: Buffer;
}

/** What a form has: fields by name, and the files of whatever field. */
export interface Form {
  fields: Map<string, string>;
  files: FormFile[];
}

/**
 * Reads a form as browsers and Gradio's clients send it, of either kind.
 *
 * @throws Problem `bad_request` or `too_large`.
 */
export async function readForm({ headers, body }: FastifyRequest): Promise<Form> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const type = headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return { fields: new Map(new URLSearchParams(bytes.toString("utf8"))), files: [] };
  }
  if (!type.startsWith("multipart/form-data")) throw new Problem("bad_request", "A form was expected.");
  return readParts({ ...headers, "content-type": type }, bytes);
}

function readParts(headers: { "content-type": string }, bytes: Buffer): Promise<Form> {
  return new Promise((resolve, reject) => {
    const refuse = (message: string) => reject(new Problem("bad_request", message));
    const refuseBroken = () => refuse("The form cannot be read.");
    const form: Form = { fields: new Map(), files: [] };
    const parser = parserOf(headers);
    parser.on("field", (name, value) => void form.fields.set(name, value));
    parser.on("file", (_field, stream, name, _encoding, type) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () =>
        form.files.push({ name: name ?? "", type: type ?? "", bytes: Buffer.concat(chunks) }),
      );
      // A form that ends within a file is this stream's error, not the parser's; nobody's, it would end the server.
      stream.on("error", refuseBroken);
    });
    parser.on("filesLimit", () =>
      refuse(`The form has more than ${limits.turnFiles} files, which is the limit.`),
    );
    parser.on("error", refuseBroken);
    parser.on("finish", () => resolve(form));
    parser.end(bytes);
  });
}

/** @throws Problem `bad_request` when the header does not say what stands between the parts. */
function parserOf(headers: { "content-type": string }): BusboyInstance {
  try {
    return busboy({ headers, limits: { files: limits.turnFiles } });
  } catch (cause) {
    throw new Problem("bad_request", "The form cannot be read.", { cause });
  }
}
