import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { closeServer, listenOnLoopback } from "../loopback-server";
import type { FunctionError } from "./function-invoker";
import type { Invocation } from "./invocation";
import { readAll, takeResponse } from "./response-stream";

/** What the Runtime API tells about the process it serves. */
export interface RuntimeApiPorts {
  /** The ARN by which the function was called. */
  functionArn: string;
  timeoutMs: number;
  /** The process asks for work: it is initialised, and done with what it had. `peakKb` is its peak memory so far. */
  onNext(peakKb: number | undefined): void;
  /** The process has taken an invocation. */
  onTaken(invocation: Invocation): void;
  onInitError(error: FunctionError): void;
  /** Why the process is gone. Asked when a connection breaks. */
  lossReason(): Promise<FunctionError>;
}

/**
 * The Lambda Runtime API (version 2018-06-01) for one process. Each has a server of its own, since
 * `AWS_LAMBDA_RUNTIME_API` has no room for a path.
 */
export class RuntimeApi {
  readonly #server: Server;
  #port = 0;
  #offered?: Invocation;
  #current?: Invocation;
  #poll?: ServerResponse;

  private constructor(private readonly ports: RuntimeApiPorts) {
    this.#server = createServer((request, response) => {
      request.on("error", () => {});
      response.on("error", () => {});
      this.#route(request, response).catch(() => response.destroy());
    });
  }

  static async listen(ports: RuntimeApiPorts): Promise<RuntimeApi> {
    const api = new RuntimeApi(ports);
    api.#port = await listenOnLoopback(api.#server);
    // A process may wait for its next invocation for hours, and its watch connection never sends anything.
    Object.assign(api.#server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
    return api;
  }

  /** `127.0.0.1:PORT` */
  get address(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Gives the invocation to the process, now or when it asks next. */
  offer(invocation: Invocation): void {
    this.#offered = invocation;
    this.#give();
  }

  async close(): Promise<void> {
    await closeServer(this.#server);
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = request.url?.replace("/2018-06-01/runtime", "") ?? "";
    if (route === "/invocation/next") return this.#next(request, response);
    if (route === "/init/error") {
      this.ports.onInitError(await readError(request));
      return accept(response);
    }
    const [, id, verb] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(route) ?? [];
    const invocation = this.#current;
    if (!invocation || invocation.id !== id) {
      request.resume();
      return accept(response, 404);
    }
    if (verb === "error") {
      invocation.fail(await readError(request));
      return accept(response);
    }
    accept(response, await takeResponse(invocation, request, () => this.ports.lossReason()));
  }

  #next(request: IncomingMessage, response: ServerResponse): void {
    const peak = request.headers["parley-max-rss-kb"];
    this.#poll = response;
    this.ports.onNext(peak ? Number(peak) : undefined);
    this.#give();
  }

  #give(): void {
    const invocation = this.#offered;
    const response = this.#poll;
    if (!invocation || !response) return;
    this.#current = invocation;
    this.#offered = undefined;
    this.#poll = undefined;
    invocation.takenAt = performance.now();
    this.ports.onTaken(invocation);
    response.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": invocation.id,
      "lambda-runtime-deadline-ms": String(Date.now() + this.ports.timeoutMs),
      "lambda-runtime-invoked-function-arn": this.ports.functionArn,
      "lambda-runtime-trace-id": "Root=1-00000000-000000000000000000000000;Sampled=0",
    });
    response.end(invocation.payload);
  }
}

async function readError(request: IncomingMessage): Promise<FunctionError> {
  const { errorType = "Error", errorMessage = "" } = JSON.parse((await readAll(request)).toString() || "{}");
  return { errorType, errorMessage };
}

function accept(response: ServerResponse, status = 202): void {
  response.writeHead(status, { "content-type": "application/json" }).end('{"status":"OK"}');
}
