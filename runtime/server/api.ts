import http, { type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { Problem } from "../contract/problem";

/** A connection that does not stand by then goes nowhere: the API is in the same region, or on this machine. */
const connectTimeoutMs = 5_000;
/** API Gateway ends an answer that is silent for 5 min; a little more lets its own error arrive first. */
const silenceTimeoutMs = 310_000;
/** Shorter than any server keeps an idle connection, so that no request is sent on one about to close. */
const idleConnectionMs = 4_000;

export interface ApiRequest {
  method: string;
  /** Path and query below the invoke URL; starts with a slash. */
  path: string;
  headers: OutgoingHttpHeaders;
  body?: Buffer;
}

/** The API at the invoke URL. */
export interface Api {
  /**
   * Sends once, never again. The answer's body has to be read or resumed.
   *
   * @throws Problem `api_unreachable` (502) when the API cannot be reached, `timeout` when it is silent for 310 s,
   * `not_found` for a path that leads out of the invoke URL.
   */
  send(request: ApiRequest): Promise<IncomingMessage>;
  /** Ends all connections. */
  close(): void;
}

export function createApi(invokeUrl: URL): Api {
  const protocol = invokeUrl.protocol === "https:" ? https : http;
  const agent = new protocol.Agent({ keepAlive: true, timeout: idleConnectionMs });

  return {
    send({ method, path, headers, body }) {
      const url = urlBelow(invokeUrl, path);
      return new Promise((resolve, reject) => {
        const request = protocol.request(url, { method, headers, agent, timeout: silenceTimeoutMs });
        request.on("response", resolve);
        request.on("socket", (socket) => limitConnecting(socket, () => request.destroy(unreachable())));
        request.on("timeout", () =>
          request.destroy(new Problem("timeout", `The API was silent for ${silenceTimeoutMs / 1000} s.`)),
        );
        request.on("error", (cause) => reject(cause instanceof Problem ? cause : unreachable(cause)));
        request.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

/** Resolves dots and escapes first: the server's key must not travel to another stage of the same host. */
function urlBelow(invokeUrl: URL, path: string): URL {
  const base = invokeUrl.pathname.replace(/\/$/, "");
  const url = path.startsWith("/") ? URL.parse(`${invokeUrl.origin}${base}${path}`) : undefined;
  if (url?.origin !== invokeUrl.origin || !url.pathname.startsWith(`${base}/`)) {
    throw new Problem("not_found", "The API has no such path.");
  }
  return url;
}

function limitConnecting(socket: Socket, giveUp: () => void): void {
  if (!socket.connecting) return;
  const timer = setTimeout(giveUp, connectTimeoutMs);
  socket.once("connect", () => clearTimeout(timer));
  socket.once("close", () => clearTimeout(timer));
}

function unreachable(cause?: Error): Problem {
  return new Problem("api_unreachable", "The chat's API cannot be reached. Please try again.", { cause });
}
