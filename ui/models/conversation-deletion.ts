import { signal } from "@preact/signals";
import type { Conversation } from "../../runtime/contract/conversation";
import { ApiError } from "../api/api-error";
import type { KeyValueStorage, PagePorts } from "../ports";
import { fileDraftKey } from "./attaching";
import { draftKey } from "./draft";
import { type NoticesModel, noticeMs } from "./notices-model";

/** Conversations that go. */
export interface ConversationDeletion {
  /** False for what goes, or has gone. */
  isListed(id: string): boolean;
  /** Takes a conversation off the list; it is deleted when the offer to undo has passed. */
  remove(conversation: Conversation): void;
  /** Takes what was deleted elsewhere off the list. */
  drop(id: string): void;
  /** Deletes at once what waits to be deleted: the page is going away. */
  flush(): void;
}

/**
 * What was deleted as the page before this one went away: its list may have been asked for before the deletion arrived.
 */
function createGone(storage: KeyValueStorage) {
  const key = "parley:deleted";
  const ids = new Set(storage.get(key)?.split(" "));
  storage.remove(key);
  return {
    ids,
    remember: (leaving: string[]) => {
      if (leaving.length > 0) storage.set(key, leaving.join(" "));
    },
  };
}

export function createConversationDeletion(
  ports: Pick<PagePorts, "api" | "wait" | "words" | "storage" | "tabs">,
  notices: NoticesModel,
): ConversationDeletion {
  /** Off the list, not yet deleted; aborting one ends its time to undo. */
  const leaving = new Map<string, AbortController>();
  const gone = createGone(ports.storage);
  const hidden = signal<ReadonlySet<string>>(gone.ids);

  function hide(id: string, isHidden: boolean): void {
    const ids = new Set(hidden.peek());
    if (isHidden) ids.add(id);
    else ids.delete(id);
    hidden.value = ids;
  }

  function putBack(id: string): void {
    // What was deleted elsewhere meanwhile does not come back.
    if (leaving.delete(id)) hide(id, false);
  }

  async function deleteNow({ id, title }: Conversation): Promise<void> {
    try {
      await ports.api.deleteConversation(id).catch(unlessGone);
      leaving.delete(id);
      ports.storage.remove(draftKey(id));
      ports.storage.remove(fileDraftKey(id));
      ports.tabs.tell({ type: "deleted", conversationId: id });
    } catch {
      putBack(id);
      notices.show({ text: ports.words().deleteFailed(title), tone: "problem" });
    }
  }

  return {
    isListed: (id) => !hidden.value.has(id),
    remove: (conversation) => {
      const { id, title } = conversation;
      const waiting = new AbortController();
      leaving.set(id, waiting);
      hide(id, true);
      const action = { label: ports.words().undo, run: () => putBack(id) };
      const notice = { text: ports.words().chatDeleted(title), tone: "plain" as const, action };
      notices.show(notice);
      const deleteInTime = async () => {
        await ports.wait(noticeMs, waiting.signal);
        notices.dismiss(notice);
        if (leaving.get(id) === waiting) await deleteNow(conversation);
      };
      void deleteInTime();
    },
    drop: (id) => {
      leaving.delete(id);
      hide(id, true);
    },
    flush: () => {
      gone.remember([...leaving.keys()]);
      // There may be no time left to hear that it is done.
      for (const conversationId of leaving.keys()) ports.tabs.tell({ type: "deleted", conversationId });
      leaving.forEach((waiting) => waiting.abort());
    },
  };
}

/** Deleted elsewhere before: then that is done. */
function unlessGone(error: unknown): void {
  if (!(error instanceof ApiError && error.status === 404)) throw error;
}
