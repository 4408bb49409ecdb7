import type { Conversation, ConversationPatch } from "../../runtime/contract/conversation";
import type { PagePorts } from "../ports";
import type { KnownConversations } from "./known-conversations";
import type { NoticesModel } from "./notices-model";

/** Shows a change at once; takes it back, and says so, when it could not be stored. */
export type ChangeConversation = (
  id: string,
  patch: Pick<ConversationPatch, "title" | "pinned">,
) => Promise<void>;

export function createConversationChange(
  ports: Pick<PagePorts, "api" | "words" | "tabs">,
  known: KnownConversations,
  notices: NoticesModel,
): ChangeConversation {
  /** By id, what is stored when all changes have been sent: one after the other, so that the last one stands. */
  const underWay = new Map<string, Promise<Conversation>>();

  return async (id, patch) => {
    const before = known.get(id);
    if (!before) return;
    const send = async (stored: Conversation): Promise<Conversation> => {
      try {
        await ports.api.updateConversation(id, patch);
      } catch {
        notices.show({ text: ports.words().changeFailed(stored.title), tone: "problem" });
        return stored;
      }
      ports.tabs.tell({ type: "changed", conversationId: id });
      return { ...stored, ...patch };
    };
    known.set({ ...before, ...patch });
    const sending = (underWay.get(id) ?? Promise.resolve(before)).then(send);
    underWay.set(id, sending);
    const { title, pinned } = await sending;
    // A later change is still on its way.
    if (underWay.get(id) !== sending) return;
    underWay.delete(id);
    known.set({ ...(known.get(id) ?? before), title, pinned });
  };
}
