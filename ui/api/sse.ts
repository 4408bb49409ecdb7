import type { StreamEvent } from "../../runtime/contract/stream-event";
import { ConnectionLost } from "./api-error";
import { type SilencePorts, watchSilence } from "./silence";

/**
 * The events of a stream, in order. Ends when the body ends; `ConnectionLost` when it breaks or when for too long
 * nothing comes, not even a keep-alive comment. Leaving the loop cancels the body.
 */
export async function* readStreamEvents(
  body: ReadableStream<Uint8Array>,
  ports: SilencePorts,
): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const read = createLineReader();
  let isDead = false;
  const silence = watchSilence(ports, () => {
    isDead = true;
    // Ends the read that waits. Not awaited: a body that hangs may never be done with it.
    reader.cancel().catch(() => undefined);
  });
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new ConnectionLost({ cause });
      });
      if (isDead) throw new ConnectionLost();
      if (done) return;
      silence.heard();
      for (const event of read(decoder.decode(value, { stream: true }))) yield event;
    }
  } finally {
    silence.end();
    reader.cancel().catch(() => undefined);
  }
}

/**
 * All of an event is in its one line of data, as `runtime/lambda/sse.ts` writes it: names, comments and blank lines say
 * nothing more. A parser for every kind of stream would be three kilobytes before the page can be used.
 */
function createLineReader(): (text: string) => StreamEvent[] {
  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    return lines
      .filter((line) => line.startsWith("data:"))
      .map((line) => JSON.parse(line.slice("data:".length)) as StreamEvent);
  };
}
