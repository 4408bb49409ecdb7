import { createParser } from "eventsource-parser";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { ConnectionLost } from "./api-error";

/**
 * The events of a stream, in order. Ends when the body ends; `ConnectionLost` when it breaks or when nothing, not even
 * a keep-alive comment, comes for `idleMs`. Leaving the loop cancels the body.
 */
export async function* readStreamEvents(
  body: ReadableStream<Uint8Array>,
  idleMs: number,
): AsyncGenerator<StreamEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const ready: StreamEvent[] = [];
  const parser = createParser({ onEvent: (event) => ready.push(JSON.parse(event.data) as StreamEvent) });
  let isSilent = false;
  const onSilence = () => {
    isSilent = true;
    // Ends the read that waits. Not awaited: a body that hangs may never be done with it.
    reader.cancel().catch(() => undefined);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    for (;;) {
      timer = setTimeout(onSilence, idleMs);
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new ConnectionLost({ cause });
      });
      clearTimeout(timer);
      if (isSilent) throw new ConnectionLost();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      for (const event of ready.splice(0)) yield event;
    }
  } finally {
    clearTimeout(timer);
    reader.cancel().catch(() => undefined);
  }
}
