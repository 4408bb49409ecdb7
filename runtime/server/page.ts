import fastifyStatic from "@fastify/static";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openingReads } from "../contract/opening-reads";
import type { PageBoot } from "../contract/site";
import { nameOf } from "./boot";
import { icon, maskableIcon } from "./icon";
import { iconPng, maskableIconPng } from "./icon-png";
import { fillIndex } from "./index-page";
import { webManifest } from "./manifest";
import { entityTag, isKnown, lateFile, renderedFile, type ServeFile } from "./rendered-file";
import { type IdentifyVisitor, leadToSignIn } from "./visitor";

export interface PageOptions {
  /** The built page: `index.html`, other files at its root, `assets/` with hashes in their names. */
  uiDir: string;
  /** Written into `index.html`. */
  boot: PageBoot;
  identify: IdentifyVisitor;
}

/** Serves the built page with the operator's words in it, and the `.br` and `.gz` files that lie beside the others. */
export const page: FastifyPluginAsync<PageOptions> = async (app, { uiDir, boot, identify }) => {
  const template = join(uiDir, "index.html");
  if (!existsSync(template)) throw new Error(`${uiDir} holds no index.html.`);
  const index = renderedFile(fillIndex(readFileSync(template, "utf8"), boot), "text/html; charset=utf-8");

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
    if (isKnown(request, tag)) return reply.code(304).send();
    return reply.sendFile(name, uiDir, { cacheControl: false, etag: false, lastModified: false });
  }

  async function serveIndex(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visitor = await identify(request);
    // An unverifiable visitor gets the page, which can tell better than an error what is going on.
    const path = request.url.split("?", 1)[0] ?? "/";
    if (visitor.status === "stranger") return leadToSignIn(request, reply);
    return index(request, reply.headers(preloads(path)));
  }

  app.get("/", serveIndex);
  // The page itself reads which conversation its address names.
  app.get("/c/:id", serveIndex);
  for (const name of tags.keys()) {
    app.get(`/${name}`, async (request, reply) => serveFile(request, reply, name));
  }
  // Open to strangers as well: a browser asks for them without a session.
  for (const [path, serve] of installation(boot)) {
    app.get(path, async (request, reply) => serve(request, reply));
  }
};

/** Has the browser read the conversation while it fetches the page's code. */
function preloads(path: string): Record<string, string> {
  const reads = openingReads(path);
  if (reads.length === 0) return {};
  return { link: reads.map((read) => `<${read}>; rel=preload; as=fetch; crossorigin`).join(", ") };
}

/** What a browser needs to install the page as an app. */
function installation(boot: PageBoot): [path: string, serve: ServeFile][] {
  const accent = boot.colours?.["--light-accent"];
  return [
    ["/manifest.webmanifest", renderedFile(webManifest(nameOf(boot)), "application/manifest+json")],
    ["/icon.svg", renderedFile(icon(accent), "image/svg+xml")],
    ["/icon-maskable.svg", renderedFile(maskableIcon(accent), "image/svg+xml")],
    ["/icon-192.png", lateFile(() => iconPng(192, accent), "image/png")],
    ["/icon-512.png", lateFile(() => iconPng(512, accent), "image/png")],
    ["/icon-maskable-512.png", lateFile(() => maskableIconPng(512, accent), "image/png")],
    // An iPhone takes no other, and paints what is nothing black.
    ["/apple-touch-icon.png", lateFile(() => maskableIconPng(180, accent), "image/png")],
  ];
}

/** A tag for each other file at the root, from its content: all files of a bundle have one and the same time. */
function entityTags(uiDir: string): Map<string, string> {
  const names = readdirSync(uiDir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name) && entry.name !== "index.html")
    .map((entry) => entry.name);
  return new Map(names.map((name) => [name, entityTag(readFileSync(join(uiDir, name)))]));
}
