import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { Problem } from "../../contract/problem";
import { answerText } from "./errors";
import { readForm } from "./form";
import type { Uploads } from "./uploads";

export interface FileRoutesOptions {
  userOf: (request: FastifyRequest) => Promise<string>;
  uploads: Uploads;
  /** Of one file. */
  maxFileBytes: number;
}

/** What a form says of a file, beside its bytes. */
const formBytes = 100_000;

/** Files on their way into a message, and back. */
export const fileRoutes: FastifyPluginAsync<FileRoutesOptions> = async (app, options) => {
  const { userOf, uploads, maxFileBytes } = options;
  const askerOf = ({ user, id }: FastifyRequest) => ({ user, requestId: id });
  app.decorateRequest("user", "");
  // Before the body is read: nobody fills this server's memory without a key. A slow one is not asked for it again.
  app.addHook("onRequest", async (request) => void (request.user = await userOf(request)));

  const upload = { bodyLimit: maxFileBytes + formBytes, errorHandler: answerText };
  app.post("/upload", upload, async (request) => {
    const asker = askerOf(request);
    const paths: string[] = [];
    for (const file of (await readForm(request)).files) paths.push(await uploads.take(asker, file));
    return paths;
  });
  app.get<{ Params: { "*": string } }>("/file=*", async (request, reply) => {
    const link = await uploads.linkTo(askerOf(request), request.params["*"]);
    if (link === undefined) throw new Problem("not_found", "File not found.");
    // Never from the page's own origin.
    return reply.header("cache-control", "no-store").redirect(link, 302);
  });
};
