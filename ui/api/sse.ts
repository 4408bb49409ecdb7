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
  try {
    for (;;) {
      const { done, value } = await withinIdleLimit(reader.read(), idleMs);
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* ready.splice(0);
    }
  } finally {
    // Not awaited: a body that hangs would hang its reader as well.
    reader.cancel().catch(() => undefined);
  }
}

async function withinIdleLimit<T>(read: Promise<T>, idleMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ConnectionLost()), idleMs);
  });
  try {
    return await Promise.race([read, silence]);
  } catch (cause) {
    throw cause instanceof ConnectionLost ? cause : new ConnectionLost({ cause });
  } finally {
    clearTimeout(timer);
  }
}
