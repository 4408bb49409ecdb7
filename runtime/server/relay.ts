import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { limits } from "../contract/limits";
import { Problem } from "../contract/problem";
import type { SignInMode } from "./environment";
import { requireOwnHost } from "./own-host";
import { requireSameOrigin } from "./same-origin";
import type { UserApi } from "./user-api";
import type { IdentifyVisitor } from "./visitor";

declare module "fastify" {
  interface FastifyRequest {
    /** Whom a request acts for that is passed on to the API. */
    user: string;
  }
}

export interface RelayOptions {
  userApi: UserApi;
  identify: IdentifyVisitor;
  signIn: SignInMode;
}

/** All that passes from the browser to the API. Who the caller is, only this server says. */
const requestHeaders = ["accept", "accept-language", "content-type", "if-none-match", "last-event-id"];

/** All that passes back, beside this server's own headers. */
const answerHeaders = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-length",
  "content-type",
  "etag",
  "last-modified",
  "retry-after",
];

/** A browser that takes nothing for so long counts as gone: it must not hold up the turn that it started. */
const browserStallMs = 30_000;

/** Relays everything below its prefix to the API with the server's key, for the visitor. */
export const relay: FastifyPluginAsync<RelayOptions> = async (app, { userApi, identify, signIn }) => {
  const running = new Set<Promise<void>>();

  app.decorateRequest("user", "");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));

  // Before the body is read: what comes from a stranger is not worth 2 MB.
  app.addHook("onRequest", async (request) => {
    requireSameOrigin(request);
    if (signIn === "none") requireOwnHost(request);
    const visitor = await identify(request);
    if (visitor.status === "stranger") throw new Problem("unauthorized", "Please sign in.");
    if (visitor.status === "unverifiable") {
      throw new Problem("api_unreachable", "The chat's API cannot be reached. Please try again.");
    }
    request.user = visitor.user;
  });

  app.get("/session", async (request, reply) => {
    reply.header("cache-control", "no-store");
    return { signIn, user: request.user };
  });

  app.route({
    method: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    url: "/*",
    bodyLimit: limits.bodyBytes,
    async handler(request, reply) {
      const turn = relayOne(request, reply);
      running.add(turn);
      await turn.finally(() => running.delete(turn));
    },
  });

  // The server has closed its connections by now; turns whose browser has left may still run.
  app.addHook("onClose", async () => {
    await Promise.allSettled(running);
  });

  async function relayOne(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const answer = await ask(request);
    // From here on the answer is written by hand: a reply that Fastify pipes ends its source when the browser leaves.
    reply.hijack();
    reply.headers(headersBack(answer));
    reply.raw.writeHead(answer.statusCode ?? 502, reply.getHeaders() as OutgoingHttpHeaders);
    reply.raw.flushHeaders();
    await pass(answer, reply.raw, request);
  }

  function ask(request: FastifyRequest): Promise<IncomingMessage> {
    return userApi.ask({
      method: request.method,
      path: request.url.slice(app.prefix.length),
      headers: pick(request.headers, requestHeaders),
      body: Buffer.isBuffer(request.body) ? request.body : undefined,
      user: request.user,
      requestId: request.id,
    });
  }
};

function headersBack(answer: IncomingMessage): OutgoingHttpHeaders {
  const headers = { "cache-control": "no-store", ...pick(answer.headers, answerHeaders) };
  if (!answer.headers["content-type"]?.startsWith("text/event-stream")) return headers;
  // Proxies are told not to gather or compress what streams.
  return { ...headers, "cache-control": "no-cache, no-transform", "x-accel-buffering": "no" };
}

function pick(headers: OutgoingHttpHeaders, names: string[]): OutgoingHttpHeaders {
  return Object.fromEntries(names.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));
}

/** Writes the answer on as it comes. Reads it to its end also when the browser has left: the turn runs on. */
async function pass(
  answer: IncomingMessage,
  browser: ServerResponse,
  request: FastifyRequest,
): Promise<void> {
  browser.on("error", (error) => request.log.info({ err: error }, "The browser's connection failed."));
  try {
    for await (const chunk of answer) {
      if (!browser.destroyed && !browser.write(chunk)) await drained(browser);
    }
    if (browser.destroyed) request.log.info("The answer came to its end after the browser had left.");
    browser.end();
  } catch (error) {
    request.log.error({ err: error }, "The API's answer broke off.");
    // The only way to tell the browser that this is not the end.
    browser.destroy();
  }
}

function drained(browser: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => browser.destroy(), browserStallMs);
    function done(): void {
      clearTimeout(timer);
      browser.off("drain", done);
      browser.off("close", done);
      resolve();
    }
    browser.on("drain", done);
    browser.on("close", done);
  });
}
