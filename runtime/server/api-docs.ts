import type { FastifyPluginAsync } from "fastify";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { apiReference } from "../contract/api-reference";
import { openApiDocument } from "../contract/openapi";
import { Problem } from "../contract/problem";
import type { PageBoot } from "../contract/site";
import { nameOf } from "./boot";
import { escapeHtml } from "./escape-html";
import { lateFile } from "./rendered-file";
import { type IdentifyVisitor, leadToSignIn } from "./visitor";

export interface ApiDocsOptions {
  /** The built page; `docs/index.html` in it shows the document. */
  uiDir: string;
  boot: PageBoot;
  identify: IdentifyVisitor;
}

/** Shows the API's document to those who are signed in, with all that it takes from this server. */
export const apiDocs: FastifyPluginAsync<ApiDocsOptions> = async (app, { uiDir, boot, identify }) => {
  const name = nameOf(boot);
  const page = lateFile(() => {
    const html = readFileSync(join(uiDir, "docs", "index.html"), "utf8");
    return Buffer.from(html.replace(/(?<=<title>)[^<]*/, () => escapeHtml(`API · ${name}`)));
  }, "text/html; charset=utf-8");
  const document = lateFile(() => {
    const told = openApiDocument({ title: name, server: boot.invokeUrl });
    return Buffer.from(JSON.stringify(told));
  }, "application/json; charset=utf-8");

  app.get(apiReference.path, async (request, reply) => {
    const visitor = await identify(request);
    return visitor.status === "stranger" ? leadToSignIn(request, reply) : page(request, reply);
  });
  app.get(apiReference.document, async (request, reply) => {
    const visitor = await identify(request);
    if (visitor.status === "stranger") throw new Problem("unauthorized", "Please sign in.");
    return document(request, reply);
  });
};
