import type { Message } from "../contract/message";
import type { StreamEvent } from "../contract/stream-event";

/**
 * What a reply looks like after one more event: the one rule for live streams, for resumed ones and for tests.
 *
 * `started` empties the message, so that a turn whose stream is read a second time does not show its text twice.
 */
export function applyEvent(message: Message, event: StreamEvent): Message {
  switch (event.type) {
    case "started":
      return startedMessage(message, event.conversationId, event.userMessageId, event.messageId);
    case "status":
      return message;
    case "reasoning":
      return { ...message, reasoning: (message.reasoning ?? "") + event.text };
    case "text":
      return { ...message, text: message.text + event.text };
    case "done":
      return event.message;
    case "error":
    default:
      return event.message ?? { ...message, status: "failed", finishReason: "error", error: event.error };
  }
}

function startedMessage(message: Message, conversationId: string, parentId: string, id: string): Message {
  const { reasoning: _, reasoningMs: _ms, ...rest } = message;
  return { ...rest, id, conversationId, parentId, text: "", status: "running" };
}
