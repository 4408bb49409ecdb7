import type { Message } from "../contract/message";
import type { StreamEvent } from "../contract/stream-event";

/** The last event of a reply that has ended, live or found so in the store. */
export function endingOf(message: Message): StreamEvent {
  if (message.status === "failed") {
    const error = message.error ?? { code: "model_error", message: "The model failed. Try again." };
    return { type: "error", error, message };
  }
  if (message.status === "interrupted") {
    return {
      type: "error",
      error: { code: "internal", message: "The reply was interrupted. Try again." },
      message,
    };
  }
  return { type: "done", message };
}
