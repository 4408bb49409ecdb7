import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { GatewayError } from "./gateway-error";
import { type LambdaCall, refusedByLambda, withinTime } from "./lambda-integration";
import { sendHead } from "./response-head";
import { type Prelude, readPrelude } from "./stream-prelude";

interface OpenStream extends Prelude {
  chunks: AsyncIterator<Buffer>;
}

/**
 * Calls the function and sends what it writes, as it writes it. A function that fails before its metadata is an error;
 * after them the connection is cut, since there is no other way left to say it. Whoever leaves early does not stop the
 * function: it is read to its end.
 */
export async function answerStreaming(call: LambdaCall): Promise<void> {
  const { exchange, timeoutMs } = call;
  const { response } = exchange;
  const startedAt = performance.now();
  const opening = openStream(call);
  const stream = await withinTime(opening, timeoutMs).catch((error: unknown) => {
    void opening.then(({ chunks }) => readOn(chunks)).catch(() => {});
    throw error;
  });
  exchange.integration.status = 200;
  exchange.integration.latencyMs = Math.round(performance.now() - startedAt);
  try {
    sendHead(exchange, stream.metadata);
  } catch (error) {
    readOn(stream.chunks);
    throw error;
  }
  response.flushHeaders();
  const timer = setTimeout(() => response.destroy(), timeoutMs - (performance.now() - startedAt));
  try {
    await relay(stream, response, (bytes) => (exchange.bytesSent += bytes));
    response.end();
  } catch (error) {
    exchange.integration.error = String(error);
    response.destroy();
    readOn(stream.chunks);
  } finally {
    clearTimeout(timer);
  }
}

async function openStream({ event, functionArn, invoker }: LambdaCall): Promise<OpenStream> {
  const { body, error } = await invoker.invokeStreaming(functionArn, event).catch((reason: unknown) => {
    throw refusedByLambda(reason);
  });
  if (error) throw new GatewayError("DEFAULT_5XX", `${error.errorType}: ${error.errorMessage}`);
  const chunks = body[Symbol.asyncIterator]();
  try {
    return { chunks, ...(await readPrelude(chunks)) };
  } catch (reason) {
    readOn(chunks);
    throw reason instanceof GatewayError ? reason : new GatewayError("DEFAULT_5XX", String(reason));
  }
}

async function relay(
  { chunks, rest }: OpenStream,
  response: ServerResponse,
  onSent: (bytes: number) => void,
) {
  let step: IteratorResult<Buffer> = { done: false, value: rest };
  while (!step.done) {
    if (!response.closed && !response.destroyed && step.value.length > 0) {
      onSent(step.value.length);
      if (!response.write(step.value)) await writable(response);
    }
    step = await chunks.next();
  }
}

/** When there is room again, or nobody to write to any more. */
async function writable(response: ServerResponse): Promise<void> {
  const end = new AbortController();
  const { signal } = end;
  await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
  end.abort();
}

/** To the end, for nobody: a stream that is left unread holds its function up. */
function readOn(chunks: AsyncIterator<Buffer>): void {
  const drain = async () => {
    while (!(await chunks.next()).done);
  };
  void drain().catch(() => {});
}
