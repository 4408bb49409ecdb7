import type { Feedback } from "../../runtime/contract/message";
import type { Entry } from "./entry";
import type { ThreadCore } from "./thread-core";

/** Says what one thinks of a reply, null for nothing. Shown at once; taken back, with a notice, when that fails. */
export type Rate = (reply: Entry, feedback: Feedback | null) => Promise<void>;

export function createRating({ ports }: ThreadCore): Rate {
  /** What is stored when all that was said has been sent: one after the other, so the last one said is the last stored. */
  const underWay = new WeakMap<Entry, Promise<Feedback | undefined>>();

  return async (reply, feedback) => {
    const { conversationId, id, feedback: before } = reply.message.peek();
    const show = (given: Feedback | undefined) => {
      reply.message.value = { ...reply.message.peek(), feedback: given };
    };
    const send = async (stored: Feedback | undefined): Promise<Feedback | undefined> => {
      try {
        await ports.api.setFeedback(conversationId, id, feedback);
      } catch {
        ports.notify({ text: ports.words().feedbackFailed, tone: "problem" });
        return stored;
      }
      ports.tabs.tell({ type: "changed", conversationId });
      return feedback ?? undefined;
    };
    show(feedback ?? undefined);
    const sending = (underWay.get(reply) ?? Promise.resolve(before)).then(send);
    underWay.set(reply, sending);
    const stored = await sending;
    // What was said since is still on its way.
    if (underWay.get(reply) !== sending) return;
    underWay.delete(reply);
    show(stored);
  };
}
