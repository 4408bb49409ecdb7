import type { Preset } from "../../runtime/contract/preset";
import { Problem } from "../../runtime/contract/problem";
import type { ThingAt } from "./copy-thing";
import type { StorePlace } from "./store-place";
import { readWhole, type WholeConversation } from "./whole-conversation";

/** How often a conversation is written anew when a deletion of the same owner came in between. */
const attempts = 5;

export function conversationAt(
  { conversations }: StorePlace,
  owner: string,
  id: string,
): ThingAt<WholeConversation> {
  return {
    read: () => readWhole(conversations, owner, id),
    async write({ conversation, messages }) {
      for (let tried = 1; ; tried++) {
        try {
          await conversations.importConversation(owner, conversation, messages);
          return;
        } catch (error) {
          const isConflict = error instanceof Problem && error.code === "conflict";
          if (!isConflict || tried === attempts) throw error;
        }
      }
    },
    remove: () => conversations.deleteConversation(owner, id),
  };
}

export function presetAt({ presets }: StorePlace, owner: string, id: string): ThingAt<Preset> {
  return {
    read: async () => (await presets.listPresets(owner)).find((preset) => preset.id === id),
    write: (preset) => presets.putPreset(owner, preset),
    remove: () => unlessGone(presets.deletePreset(owner, id)),
  };
}

async function unlessGone(deleted: Promise<void>): Promise<void> {
  try {
    await deleted;
  } catch (error) {
    if (!(error instanceof Problem && error.code === "not_found")) throw error;
  }
}
