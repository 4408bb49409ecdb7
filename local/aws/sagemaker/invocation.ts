import type { ServerResponse } from "node:http";
import { crc32 } from "node:zlib";

import { AwsError, type CloudContext, type ServiceRequest } from "../service";
import { type ChatModel, type ModelAnswer, ModelFailure } from "./chat-model";
import { type EndpointDirectory, validationError } from "./endpoint-directory";
import { payloadPart, streamException } from "./event-stream";
import { rechunk, seededRandom } from "./rechunk";

const invocationPath = /^\/endpoints\/([^/?]+)\/(invocations|invocations-response-stream)(?:\?.*)?$/;

// AWS's guide says that the first authorizes streaming, its authorization reference lists the second for it: a role
// that has both works whichever is true, so both are asked for.
const actions = {
  invocations: ["sagemaker:InvokeEndpoint"],
  "invocations-response-stream": ["sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"],
};

interface Invocation {
  endpointName: string;
  operation: keyof typeof actions;
}

/** SageMaker's runtime API: lets the model behind an endpoint answer. */
export class Invoker {
  readonly #context: CloudContext;
  readonly #directory: EndpointDirectory;
  readonly #model: ChatModel;

  constructor(context: CloudContext, directory: EndpointDirectory, model: ChatModel) {
    this.#context = context;
    this.#directory = directory;
    this.#model = model;
  }

  async handle(request: ServiceRequest, response: ServerResponse): Promise<void> {
    const { endpointName, operation } = parse(request);
    const resource = this.#directory.arn("endpoint", endpointName);
    const access = actions[operation].map((action) => ({ action, resource }));
    this.#context.iam.authorize(request.caller, access);
    const variant = this.#directory.variant(endpointName, targetVariant(request));

    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const log = (line: string) => this.#context.log(`/aws/sagemaker/Endpoints/${endpointName}`, line);
    const startedAt = Date.now();
    try {
      const answer = await this.#model.respond(request.body, gone.signal);
      response.setHeader("x-amzn-invoked-production-variant", variant);
      if (operation === "invocations") await sendWhole(response, answer);
      else await sendStream(response, answer, seededRandom(crc32(request.body)));
      log(`${operation} answered in ${Date.now() - startedAt} ms`);
    } catch (error) {
      if (gone.signal.aborted)
        return log(`${operation} abandoned by its caller after ${Date.now() - startedAt} ms`);
      log(`${operation} failed: ${error instanceof Error ? error.message : String(error)}`);
      if (!(error instanceof ModelFailure)) throw error;
      this.#context.warn(`The model failed: ${error.message}`);
      if (!response.headersSent) throw modelError(error);
      response.end(
        streamException("ModelStreamError", { Message: error.message, ErrorCode: "StreamBroken" }),
      );
    }
  }
}

function parse({ method, url, headers }: ServiceRequest): Invocation {
  const [, name, operation] = invocationPath.exec(url) ?? [];
  if (method !== "POST" || !name || !operation) {
    const asked = String(headers["x-amz-target"] ?? `${method} ${url}`);
    throw new AwsError(
      "UnknownOperationException",
      `The SageMaker operation ${asked} is not supported.`,
      404,
    );
  }
  const unsupported = ["inference-component", "target-model", "session-id"].find(
    (header) => headers[`x-amzn-sagemaker-${header}`] !== undefined,
  );
  if (unsupported) throw validationError(`The header x-amzn-sagemaker-${unsupported} is not supported.`);
  return { endpointName: decodeURIComponent(name), operation: operation as Invocation["operation"] };
}

function targetVariant({ headers }: ServiceRequest): string | undefined {
  const header = headers["x-amzn-sagemaker-target-variant"];
  return Array.isArray(header) ? header[0] : header;
}

async function sendWhole(response: ServerResponse, answer: ModelAnswer): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.bytes) chunks.push(chunk);
  response.writeHead(200, { "content-type": answer.contentType }).end(Buffer.concat(chunks));
}

async function sendStream(
  response: ServerResponse,
  answer: ModelAnswer,
  random: () => number,
): Promise<void> {
  response.writeHead(200, {
    "content-type": "application/vnd.amazon.eventstream",
    "x-amzn-sagemaker-content-type": answer.contentType,
  });
  // The caller learns that the model took the request before its first token is there.
  response.flushHeaders();
  for await (const chunk of answer.bytes) {
    // Several frames in one write: each write wakes the function up.
    const frames = Array.from(rechunk(chunk, random), payloadPart);
    if (!response.write(Buffer.concat(frames))) await drained(response);
  }
  response.end();
}

/** A caller that goes away while it is waited for ends the wait; its abort ends the rest. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
    if (response.destroyed) done();
  });
}

function modelError(failure: ModelFailure): AwsError {
  const side = failure.status < 500 ? "client" : "server";
  const message = `Received ${side} error (${failure.status}) from primary with message "${failure.message}".`;
  return new AwsError("ModelError", message, 424, {
    OriginalStatusCode: failure.status,
    OriginalMessage: failure.message,
  });
}
