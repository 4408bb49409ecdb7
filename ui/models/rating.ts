import type { Feedback } from "../../runtime/contract/message";
import type { Entry } from "./entry";
import type { ThreadCore } from "./thread-core";

/** Says what one thinks of a reply, null for nothing. Shown at once; taken back, with a notice, when that fails. */
export type Rate = (reply: Entry, feedback: Feedback | null) => Promise<void>;

export function createRating({ ports }: ThreadCore): Rate {
  /** One after the other: the last one said is the last one stored. */
  const underWay = new Map<Entry, Promise<unknown>>();

  return async (reply, feedback) => {
    const before = reply.message.peek().feedback;
    const show = (given: Feedback | null | undefined) => {
      reply.message.value = { ...reply.message.peek(), feedback: given ?? undefined };
    };
    show(feedback);
    const { conversationId, id } = reply.message.peek();
    const sending = (underWay.get(reply) ?? Promise.resolve()).then(() =>
      ports.api.setFeedback(conversationId, id, feedback),
    );
    const settled = sending.catch(() => undefined);
    underWay.set(reply, settled);
    try {
      await sending;
      ports.tabs.tell({ type: "changed", conversationId });
    } catch {
      // What was said since is still on its way.
      if (underWay.get(reply) === settled) show(before);
      ports.notify({ text: ports.words().feedbackFailed, tone: "problem" });
    }
  };
}
