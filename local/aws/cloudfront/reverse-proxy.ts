import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  createServer,
  request as sendRequest,
} from "node:http";
import type { Socket } from "node:net";
import { sendErrorPage } from "./error-page";
import { namesThisComputer } from "./local-name";
import { type Address, connectOrigin } from "./origin-connection";

/** Where requests of a path and method go. */
export interface Route {
  pick(): Address | undefined;
  /** The longest silence of the origin, before and within an answer. */
  readTimeoutMs: number;
}

export interface ReverseProxyOptions {
  /** Undefined when the method is not allowed at this path. */
  route(method: string, url: string): Route | undefined;
  /**
   * How long a request waits for a healthy target, as when the server is being restarted.
   *
   * @default 3000
   */
  waitMs?: number;
}

/** They are about one connection, not about the request. The length of the body stays as it is. */
const hopByHop = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade", "expect"];

/**
 * Relays requests to a target as they come and answers as they are made: nothing is held back, in either direction.
 * When the browser leaves, the target's side is closed too.
 */
export function createReverseProxy(options: ReverseProxyOptions): Server {
  // A page may upload for as long as it sends.
  const server = createServer({ requestTimeout: 0 }, (request, response) => {
    request.on("error", () => {});
    response.on("error", () => {});
    relay(options, request, response).catch(() => answerFor(response, 502));
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  return server;
}

async function relay(
  options: ReverseProxyOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A distribution answers to its own names only.
  if (!namesThisComputer(request.headers.host)) {
    sendErrorPage(response, 421);
    return;
  }
  const route = options.route(request.method ?? "", request.url ?? "/");
  if (!route) {
    sendErrorPage(response, 403);
    return;
  }
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const socket = await connectOrigin(() => route.pick(), options.waitMs ?? 3000, gone.signal);
  if (gone.signal.aborted) socket?.destroy();
  else if (!socket) sendErrorPage(response, 503);
  else exchange(socket, route.readTimeoutMs, request, response);
}

function exchange(
  socket: Socket,
  readTimeoutMs: number,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const upstream = sendRequest({
    createConnection: () => socket,
    method: request.method,
    path: request.url,
    // As a load balancer does: an origin that closes with its answer would cut off who still sends.
    headers: { ...forwardedHeaders(request), connection: "keep-alive" },
  });
  const fail = (status: number) => {
    upstream.destroy();
    answerFor(response, status);
  };
  upstream.once("response", (answer) => {
    answer.on("error", () => fail(502));
    const { "transfer-encoding": _, ...headers } = endToEnd(answer.headers);
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
    response.flushHeaders();
    answer.pipe(response);
  });
  upstream.on("error", () => fail(502));
  upstream.setTimeout(readTimeoutMs, () => fail(504));
  response.once("close", () => {
    upstream.destroy();
    socket.destroy();
    // The rest of a body whose answer did not wait for it: its sender reads the answer when all is sent.
    request.unpipe(upstream).resume();
  });
  upstream.flushHeaders();
  request.pipe(upstream);
}

/** In place of an origin that gives no answer, or breaks one off. */
function answerFor(response: ServerResponse, status: number): void {
  if (response.headersSent) response.destroy();
  else sendErrorPage(response, status);
}

/** Says who asks, as the load balancer does: it is reached over HTTP, whatever the browser speaks. */
function forwardedHeaders(request: IncomingMessage): IncomingHttpHeaders {
  const before = request.headers["x-forwarded-for"];
  const client = request.socket.remoteAddress ?? "127.0.0.1";
  return {
    ...endToEnd(request.headers),
    "x-forwarded-for": before ? `${String(before)}, ${client}` : client,
    "x-forwarded-proto": "http",
    "x-forwarded-port": "80",
  };
}

function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
}
