import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { writeError } from "./error-answer";
import { closeServer, listenOnLoopback } from "./loopback-server";
import { AwsError, type CloudService, type Iam, type Principal } from "./service";
import { verifySignature } from "./sigv4";
import { type Authorization, readAuthorization } from "./sigv4-authorization";

/** No call that the program makes is larger; S3 bodies are streams and not counted. */
const maxBodyBytes = 30 * 1024 * 1024;

export interface FrontOptions {
  /** 0 takes a free one. */
  port: number;
  /** By the name in the scope of a signature. May be filled after the front is open. */
  services: ReadonlyMap<string, CloudService>;
  lookup: Iam["lookup"];
  /** Told of faults of the embedded cloud itself. */
  warn: (message: string) => void;
  /** @default Date.now */
  now?: () => number;
}

/** The one HTTP port of all services. */
export interface HttpFront {
  port: number;
  /** Cuts what is open. */
  close(): Promise<void>;
}

/**
 * Opens the port on 127.0.0.1. A request goes to the service that its signature's scope names, after the signature was
 * verified; only S3 gets unsigned ones.
 */
export async function openHttpFront(options: FrontOptions): Promise<HttpFront> {
  const server = createServer((request, response) => void answer(request, response, options));
  const port = await listenOnLoopback(server, options.port);
  return { port, close: () => closeServer(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: FrontOptions,
): Promise<void> {
  const requestId = randomUUID();
  response.setHeader("x-amzn-requestid", requestId);
  response.setHeader("x-amz-request-id", requestId);
  // A caller that goes away is no fault of ours; without a listener it would end the process.
  request.on("error", () => {});
  response.on("error", () => {});
  let name = "s3";
  try {
    const authorization = readAuthorization(signed(request));
    if (!authorization && isRpc(request)) {
      name = "unknown";
      throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
    }
    name = authorization?.scope.service ?? "s3";
    await serve(name, authorization, request, response, options);
  } catch (error) {
    writeError(asAwsError(error, name, options), name, request, response);
  }
}

async function serve(
  name: string,
  authorization: Authorization | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  { services, lookup, now = Date.now }: FrontOptions,
): Promise<void> {
  const service = services.get(name);
  if (!service?.handle) {
    throw new AwsError(
      "UnknownOperationException",
      `The embedded cloud has no API of service '${name}'`,
      404,
    );
  }
  const body = name === "s3" ? undefined : await readBody(request);
  let caller: Principal | undefined;
  if (authorization) {
    caller = verifySignature({ request: signed(request), authorization, lookup, body, now: now() });
  }
  const call = { ...signed(request), caller, raw: request, body: body ?? Buffer.alloc(0) };
  await service.handle(call, response);
}

const signed = ({ headers, method = "", url = "/" }: IncomingMessage) => ({ headers, method, url });

/** Only JSON services are called with a target; such a call without a signature is not meant for S3. */
const isRpc = (request: IncomingMessage) => request.headers["x-amz-target"] !== undefined;

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // Read to the end all the same: leaving early cuts the connection before the answer is out.
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  if (size > maxBodyBytes) {
    throw new AwsError(
      "RequestEntityTooLarge",
      `The body has ${size} bytes, ${maxBodyBytes} are allowed`,
      413,
    );
  }
  return Buffer.concat(chunks);
}

function asAwsError(error: unknown, service: string, { warn }: FrontOptions): AwsError {
  if (error instanceof AwsError) return error;
  // The caller went away while it was sending: nobody is left to tell.
  if (error instanceof Error && "code" in error && error.code === "ECONNRESET") {
    return new AwsError("RequestTimeout", "The connection was closed while the body was read");
  }
  const message = error instanceof Error ? error.message : String(error);
  warn(`${service} failed: ${message}`);
  return new AwsError(service === "s3" ? "InternalError" : "InternalServerError", message, 500);
}
