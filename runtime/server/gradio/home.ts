import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import http, { type IncomingMessage } from "node:http";
import { Problem } from "../../contract/problem";
import type { Secrets } from "./secrets";

/** Both are in one network: who has not answered by then is gone. */
const connectTimeoutMs = 2_000;

/** A request goes on once at most. */
const forwardedHeader = "x-parley-forwarded";

/**
 * Where a client's calls run. What a server knows of a call that is under way lies in its memory; so `/config` gives
 * each client an address of its own, `/gradio_api/at/<home>`, which names the server that answered, signed. Whichever
 * server the load balancer picks later passes the request on to that one.
 */
export interface Home {
  /** This server's name for itself: its address in the servers' network, signed. Undefined before its first request. */
  name(): string | undefined;
  /**
   * Passes a request on to the server that is named; its answer goes back as it comes.
   *
   * @returns false when the request is to be answered here: the name is this server's own, none of ours, or its server
   * is gone.
   */
  forward(name: string | undefined, request: FastifyRequest, reply: FastifyReply): Promise<boolean>;
}

export function createHome(app: FastifyInstance, secrets: Secrets): Home {
  let own: string | undefined;
  // Where the load balancer reaches it, others of the network do: a server that listens everywhere need not choose.
  app.addHook("onRequest", async ({ socket: { localAddress, localPort } }) => {
    if (own !== undefined || localAddress === undefined) return;
    const place = Buffer.from(`${localAddress.replace(/^::ffff:/, "")} ${localPort}`).toString("base64url");
    own = `${place}.${secrets.sign("server", place)}`;
  });

  return {
    name: () => own,
    async forward(given, request, reply) {
      if (given === undefined || given === own || request.headers[forwardedHeader]) return false;
      const [place = "", signature = ""] = given.split(".");
      if (!secrets.isSigned("server", place, signature)) return false;
      const [host = "", port = ""] = Buffer.from(place, "base64url").toString().split(" ");
      const answer = await send({ host, port: Number(port) }, request, reply);
      if (!answer) return false;
      reply.hijack();
      // A client that left before is not told of again, and the other server would go on.
      if (reply.raw.destroyed) {
        answer.destroy();
        return true;
      }
      const { connection: _, ...headersBack } = answer.headers;
      reply.raw.writeHead(answer.statusCode ?? 502, headersBack);
      reply.raw.flushHeaders();
      reply.raw.once("close", () => answer.destroy());
      // The only way to tell the client that this is not the end.
      answer.once("error", () => reply.raw.destroy());
      answer.pipe(reply.raw);
      return true;
    },
  };
}

/** Undefined when the other server cannot be reached: nothing has happened then. */
function send(
  place: { host: string; port: number },
  { method, url, headers, body }: FastifyRequest,
  reply: FastifyReply,
): Promise<IncomingMessage | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      ...place,
      method,
      path: url,
      headers: { ...headers, [forwardedHeader]: "1", connection: "close" },
      // A connection of its own: one that stood longer may be of a server that goes.
      agent: false,
    });
    let isConnected = false;
    const timer = setTimeout(() => request.destroy(), connectTimeoutMs);
    request.on("socket", (socket) =>
      socket.once("connect", () => {
        isConnected = true;
        clearTimeout(timer);
      }),
    );
    request.on("response", resolve);
    request.on("close", () => clearTimeout(timer));
    request.on("error", (cause) => {
      if (isConnected)
        reject(new Problem("api_unreachable", "Another server broke off. Please try again.", { cause }));
      else resolve(undefined);
    });
    reply.raw.once("close", () => request.destroy());
    request.end(Buffer.isBuffer(body) ? body : undefined);
  });
}
