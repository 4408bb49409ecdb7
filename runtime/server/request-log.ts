import { type FastifyInstance, type FastifyRequest, type FastifyServerOptions, LogController } from "fastify";
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Where log lines go: one JSON object a line. */
export interface LogStream {
  write(line: string): void;
}

/** One line a request, when it is done. */
class OneLineLog extends LogController {
  override incomingRequest(): void {}
}

/** Structured logs with a request id. A path is logged without its query, which may hold what somebody wrote. */
export function requestLog(stream: LogStream): FastifyServerOptions {
  return {
    logger: {
      level: "info",
      stream,
      base: undefined,
      redact: ["*.authorization", "*.cookie", "*.key", "*.headers", "key", "authorization", "cookie"],
      serializers: { req: describeRequest },
    },
    logController: new OneLineLog({ requestIdLogLabel: "requestId" }),
    requestIdHeader: false,
    genReqId: requestId,
  };
}

/** The request id travels back to the browser, and on to the API. */
export function nameRequests(app: FastifyInstance): void {
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  app.setChildLoggerFactory((logger, bindings, options, request) =>
    logger.child({ ...bindings, method: request.method, path: pathOf(request.url) }, options),
  );
}

/** An id from outside is taken when it is plain: it ends up in logs and in a header. */
function requestId(request: IncomingMessage): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
}

function describeRequest(request: FastifyRequest): { method: string; url: string } {
  return { method: request.method, url: pathOf(request.url) };
}

/** The path of a file that came by Gradio's protocol holds the file. */
function pathOf(url = ""): string {
  return (url.split("?", 1)[0] ?? "").replace(/(\/file=).*/, "$1…");
}
