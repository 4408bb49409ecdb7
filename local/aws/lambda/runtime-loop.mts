/**
 * The Lambda runtime for Node: takes invocations from the Runtime API, one after the other, and calls the handler.
 * Runs as a process of its own, so it imports nothing but Node's modules and only uses TypeScript that can be erased.
 */
import { existsSync, realpathSync } from "node:fs";
import http, { type ClientRequest, type IncomingMessage } from "node:http";
import { registerHooks } from "node:module";
import net from "node:net";
import path from "node:path";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

type Handler = ((event: unknown, ...rest: unknown[]) => unknown) & Record<symbol, unknown>;
type Exports = Record<string, unknown>;
interface Invocation {
  id: string;
  event: unknown;
  context: Record<string, unknown>;
  stream?: ResponseStream;
}

const env = process.env;
const [host = "", port = ""] = (env.AWS_LAMBDA_RUNTIME_API ?? "").split(":");
const apiPath = "/2018-06-01/runtime";
const taskRoot = realpathSync(env.LAMBDA_TASK_ROOT ?? ".");
/** The tags by which AWS's runtime knows a streaming handler. */
const streamingTag = Symbol.for("aws.lambda.runtime.handler.streaming");
const highWaterMarkTag = Symbol.for("aws.lambda.runtime.handler.streaming.highWaterMark");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let current: Invocation | undefined;

// --- Runtime API

async function call(method: string, route: string, body?: string, headers: Record<string, string> = {}) {
  const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
  const options = { host, port, agent, method, path: apiPath + route, headers: { ...headers, ...length } };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    http.request(options, resolve).on("error", reject).end(body);
  });
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** When whoever runs this process is gone, however it went, this process has no reason to live. */
function endWithRuntimeApi(): void {
  const watch = net.connect({ host, port: Number(port) });
  watch.on("error", () => {}).on("close", () => process.exit(1));
}

// --- Response streaming

class ResponseStream extends Writable {
  /** Set by `HttpResponseStream.from`. Only `write` runs it: AWS's runtime too sends no prelude for a bare `end`. */
  onBeforeFirstWrite?: (write: (chunk: string | Uint8Array) => void) => void;
  #request: ClientRequest;
  #isFirst = true;
  /** Settles when the Runtime API has taken the whole response. */
  readonly sent: Promise<void>;

  constructor(requestId: string, highWaterMark?: number) {
    super({ ...(highWaterMark && { highWaterMark }) });
    const headers = {
      "content-type": "application/octet-stream",
      "lambda-runtime-function-response-mode": "streaming",
      "transfer-encoding": "chunked",
      trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
    };
    const route = `${apiPath}/invocation/${requestId}/response`;
    this.#request = http.request({ host, port, agent, method: "POST", path: route, headers });
    this.sent = new Promise((resolve, reject) => {
      this.#request.on("error", reject);
      this.#request.on("response", (response) => response.on("error", reject).on("end", resolve).resume());
    });
    this.sent.catch(() => {});
  }

  setContentType(contentType: string): void {
    if (!this.#isFirst) throw new Error("Cannot set content-type, too late.");
    this.#request.setHeader("content-type", contentType);
  }

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    const bytes = typeof chunk === "string" || ArrayBuffer.isView(chunk) ? chunk : JSON.stringify(chunk);
    if (this.#isFirst) {
      this.#isFirst = false;
      // The prelude goes out with what follows it, not ahead.
      this.cork();
      process.nextTick(() => this.uncork());
      this.onBeforeFirstWrite?.((prelude) => super.write(prelude));
    }
    return super.write(bytes, ...(rest as [BufferEncoding]));
  }

  override _write(bytes: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#request.write(bytes, done);
  }

  /** What was written while an earlier write was under way goes out together. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#request.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.#request.end(done);
  }

  /** Ends the response, after what was written, with the error in its trailers. */
  async fail(error: unknown): Promise<void> {
    const described = describe(error);
    this.#request.addTrailers({
      "Lambda-Runtime-Function-Error-Type": described.errorType,
      "Lambda-Runtime-Function-Error-Body": Buffer.from(JSON.stringify(described)).toString("base64"),
    });
    if (this.destroyed) this.#request.end();
    else if (!this.writableEnded) this.end();
    await this.sent;
  }
}

Object.assign(globalThis, {
  awslambda: {
    streamifyResponse(handler: Handler, options?: { highWaterMark?: number }) {
      handler[streamingTag] = "response";
      if (options?.highWaterMark) handler[highWaterMarkTag] = options.highWaterMark;
      return handler;
    },
    HttpResponseStream: {
      from(stream: ResponseStream, prelude: unknown) {
        stream.setContentType("application/vnd.awslambda.http-integration-response");
        stream.onBeforeFirstWrite = (write) => {
          write(JSON.stringify(prelude));
          write(new Uint8Array(8));
        };
        return stream;
      },
    },
  },
});

// --- Logs

const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const isJson = env.AWS_LAMBDA_LOG_FORMAT === "JSON";
const threshold = isJson ? levels.indexOf(env.AWS_LAMBDA_LOG_LEVEL ?? "INFO") : 0;

function log(level: string, ...values: unknown[]): void {
  if (levels.indexOf(level) < threshold) return;
  const timestamp = new Date().toISOString();
  const requestId = current?.id;
  const [first] = values;
  const isRecord =
    values.length === 1 && typeof first === "object" && first !== null && !(first instanceof Error);
  const message = isRecord ? first : format(...values);
  const line = isJson
    ? JSON.stringify({ timestamp, level, requestId, message })
    : // A carriage return keeps the lines of one entry together; whoever reads the pipe turns it back.
      [timestamp, requestId ?? "undefined", level, format(...values)].join("\t").replaceAll("\n", "\r");
  process.stdout.write(`${line}\n`);
}

function takeOverConsole(): void {
  const methods = { log: "INFO", info: "INFO", debug: "DEBUG", trace: "TRACE", warn: "WARN", error: "ERROR" };
  for (const [method, level] of Object.entries(methods)) {
    Object.assign(console, { [method]: (...values: unknown[]) => log(level, ...values) });
  }
}

// --- Errors

function describe(error: unknown): { errorType: string; errorMessage: string; trace: string[] } {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

async function report(error: unknown): Promise<void> {
  if (!current) return;
  if (current.stream) return current.stream.fail(error);
  const described = describe(error);
  const headers = { "lambda-runtime-function-error-type": described.errorType };
  await call("POST", `/invocation/${current.id}/error`, JSON.stringify(described), headers);
}

/** What no handler catches fails the invocation and ends the process, which Lambda then replaces. */
function endWith(title: string, error: unknown): void {
  log("ERROR", title, error);
  void report(error).finally(() => process.exit(129));
}

// --- Handler

/** In Lambda there is nothing but the archive, so a package of this machine must not stand in for a missing one. */
function resolveOnlyInsideArchive(): void {
  const root = pathToFileURL(taskRoot + path.sep).href;
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      if (!resolved.url.startsWith("file:") || resolved.url.startsWith(root)) return resolved;
      throw Object.assign(new Error(`Cannot find module '${specifier}'`), { code: "MODULE_NOT_FOUND" });
    },
  });
}

async function loadHandler(spec: string): Promise<Handler> {
  const name = path.basename(spec);
  const dot = name.indexOf(".");
  if (dot < 0) throw named("Runtime.MalformedHandlerName", `Bad handler '${spec}'`);
  const base = path.resolve(taskRoot, path.dirname(spec), name.slice(0, dot));
  const file = [".js", ".mjs", ".cjs"]
    .map((extension) => base + extension)
    .find((candidate) => existsSync(candidate));
  if (!file) throw named("Runtime.ImportModuleError", `Error: Cannot find module '${name.slice(0, dot)}'`);
  const exported = (await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND"
      ? named("Runtime.ImportModuleError", `Error: ${(error as Error).message}`)
      : error;
  })) as Exports;
  const keys = name.slice(dot + 1).split(".");
  const find = (from: unknown) => keys.reduce((value, key) => (value as Exports | undefined)?.[key], from);
  const handler = (find(exported) ?? find(exported.default)) as Handler | undefined;
  if (typeof handler !== "function")
    throw named("Runtime.HandlerNotFound", `${spec} is undefined or not exported`);
  if (handler.length >= 3 && !handler[streamingTag]) {
    throw named("Runtime.CallbackHandlerDeprecated", "Callback handlers were removed in Node.js 24");
  }
  return handler;
}

// --- The loop

async function nextInvocation(): Promise<Invocation> {
  // Not in AWS's protocol: the peak of this process, in kB, for the REPORT line.
  const peak = { "parley-max-rss-kb": String(process.resourceUsage().maxRSS) };
  const { headers, body } = await call("GET", "/invocation/next", undefined, peak);
  const header = (name: string) => String(headers[`lambda-runtime-${name}`] ?? "");
  const id = header("aws-request-id");
  const deadline = Number(header("deadline-ms"));
  env["_X_AMZN_TRACE_ID"] = header("trace-id");
  const context = {
    awsRequestId: id,
    invokedFunctionArn: header("invoked-function-arn"),
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  return { id, context, event: JSON.parse(body) };
}

async function respond(handler: Handler, invocation: Invocation): Promise<void> {
  const { context, event, id } = invocation;
  if (handler[streamingTag]) {
    const stream = new ResponseStream(id, handler[highWaterMarkTag] as number | undefined);
    invocation.stream = stream;
    await handler(event, stream, context);
    if (!stream.writableEnded) throw new Error("Response stream is not finished.");
    return stream.sent;
  }
  const result = await handler(event, context);
  const { status, body } = await call("POST", `/invocation/${id}/response`, JSON.stringify(result ?? null));
  if (status === 413) log("ERROR", body);
}

async function run(handler: Handler): Promise<never> {
  for (;;) {
    current = await nextInvocation();
    try {
      await respond(handler, current);
    } catch (error) {
      log("ERROR", "Invoke Error", error);
      await report(error);
    }
  }
}

endWithRuntimeApi();
takeOverConsole();
// Ctrl-C reaches the whole process group; it is for the one who started this process to end it.
process.on("SIGINT", () => {});
process.on("uncaughtException", (error) => endWith("Uncaught Exception", error));
process.on("unhandledRejection", (reason) => {
  endWith("Unhandled Promise Rejection", named("Runtime.UnhandledPromiseRejection", String(reason)));
});
resolveOnlyInsideArchive();
const handler = await loadHandler(env["_HANDLER"] ?? "").catch(async (error: unknown) => {
  log("ERROR", "Init Error", error);
  await call("POST", "/init/error", JSON.stringify(describe(error)));
  return process.exit(1);
});
run(handler).catch(() => process.exit(1));
