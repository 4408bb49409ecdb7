import { Problem } from "../../runtime/contract/problem";
import { fingerprint } from "./fingerprint";
import type { StorePlace } from "./store-place";
import { readWhole, type WholeConversation } from "./whole-conversation";

/** How often a conversation is written anew when a deletion of the same owner came in between. */
const attempts = 5;

/** What became of a conversation. `gone`: deleted since it was listed. `newer`: the target's was gone on with since. */
export type CopyOutcome = "written" | "same" | "newer" | "differs" | "gone";

export interface CopiedConversation {
  outcome: CopyOutcome;
  messages: number;
  /** Of the conversation with its messages, at either side; undefined where it is not. */
  source?: string;
  target?: string;
}

/**
 * Brings one conversation to the target, unless the same is there, and reads it back. What the target has under its id
 * is replaced, if it was not gone on with later than the source's.
 */
export async function copyConversation(
  from: StorePlace,
  to: StorePlace,
  owner: string,
  id: string,
): Promise<CopiedConversation> {
  const source = await readWhole(from.conversations, owner, id);
  if (!source) return { outcome: "gone", messages: 0 };
  const of = { messages: source.messages.length, source: fingerprint(source) };
  const there = await readWhole(to.conversations, owner, id);
  const target = there && fingerprint(there);
  if (target === of.source) return { ...of, outcome: "same", target };
  if (there && there.conversation.updatedAt > source.conversation.updatedAt)
    return { ...of, outcome: "newer", target };
  if (there) await to.conversations.deleteConversation(owner, id);
  await write(to, owner, source);
  const written = await readWhole(to.conversations, owner, id);
  const read = written && fingerprint(written);
  return { ...of, outcome: read === of.source ? "written" : "differs", target: read };
}

async function write(to: StorePlace, owner: string, { conversation, messages }: WholeConversation) {
  for (let tried = 1; ; tried++) {
    try {
      await to.conversations.importConversation(owner, conversation, messages);
      return;
    } catch (error) {
      const isConflict = error instanceof Problem && error.code === "conflict";
      if (!isConflict || tried === attempts) throw error;
    }
  }
}
