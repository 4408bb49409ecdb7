import type { IncomingMessage } from "node:http";
import { type FunctionError, FunctionFailure } from "./function-invoker";
import type { Invocation } from "./invocation";

/** Lambda's own limit for an answer given as a whole, in bytes. */
const maxPayloadBytes = 6_291_556;

/** Tells why a process went away in the middle of an answer. */
type LossReason = () => Promise<FunctionError>;

/**
 * Takes the answer that a process posts. Resolves to the HTTP status for the process: 202, or 413 when the payload is
 * too large, which fails the invocation.
 */
export async function takeResponse(
  invocation: Invocation,
  request: IncomingMessage,
  lossReason: LossReason,
): Promise<number> {
  if (request.headers["lambda-runtime-function-response-mode"] === "streaming") {
    await takeStream(invocation, request, lossReason);
    return 202;
  }
  const payload = await readAll(request);
  if (payload.length > maxPayloadBytes) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${maxPayloadBytes} bytes).`;
    invocation.fail({ errorType: "Function.ResponseSizeTooLarge", errorMessage });
    return 413;
  }
  invocation.answer({ contentType: "application/json", body: once(payload) });
  invocation.end();
  return 202;
}

/** The body of a message as a whole. */
export async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function takeStream(
  invocation: Invocation,
  request: IncomingMessage,
  lossReason: LossReason,
): Promise<void> {
  const chunks: AsyncIterator<Buffer> = request[Symbol.asyncIterator]();
  try {
    // A function that fails before its first byte gives no stream but an error.
    const first = await chunks.next();
    const error = first.done ? errorInTrailers(request) : undefined;
    if (error) return invocation.fail(error);
    const contentType = request.headers["content-type"] ?? "application/octet-stream";
    const body = relay(invocation, request, chunks, first, lossReason);
    invocation.answer({ contentType, body });
  } catch {
    return invocation.fail(await lossReason());
  }
  await invocation.ended;
}

/** Reads to the end in any case: a reader who leaves early does not stop the function. */
async function* relay(
  invocation: Invocation,
  request: IncomingMessage,
  chunks: AsyncIterator<Buffer>,
  first: IteratorResult<Buffer>,
  lossReason: LossReason,
): AsyncGenerator<Buffer> {
  let step = first;
  const advance = async () => {
    step = await chunks.next().catch(async () => {
      throw new FunctionFailure(await lossReason());
    });
  };
  const drain = async () => {
    while (!step.done) await advance();
  };
  try {
    while (!step.done) {
      yield step.value;
      await advance();
    }
    const error = errorInTrailers(request);
    if (error) throw new FunctionFailure(error);
  } finally {
    // Not awaited: whoever left must not wait for what it does not want.
    void drain().then(
      () => invocation.end(),
      () => invocation.end(),
    );
  }
}

/** How a streaming function says that it failed: trailers after what it wrote. */
function errorInTrailers(request: IncomingMessage): FunctionError | undefined {
  const errorType = request.trailers["lambda-runtime-function-error-type"];
  if (!errorType) return undefined;
  const body = Buffer.from(request.trailers["lambda-runtime-function-error-body"] ?? "", "base64").toString();
  return { errorType, errorMessage: JSON.parse(body || "{}").errorMessage ?? "" };
}

async function* once(payload: Buffer): AsyncGenerator<Buffer> {
  yield payload;
}
