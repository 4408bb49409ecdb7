import { Problem } from "../contract/problem";

/** A stream that ends without `finish` was cut: part of an answer must not pass for the whole. */
export async function* finishing<T extends { type: string }>(
  stream: AsyncIterable<T>,
): AsyncGenerator<T, void> {
  for await (const event of stream) {
    yield event;
    if (event.type === "finish") return;
  }
  throw new Problem("model_error", "The model failed. Try again.", {
    cause: new Error("the stream ended without a finish reason"),
  });
}
