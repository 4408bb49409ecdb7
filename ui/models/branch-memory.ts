import type { KeyValueStorage } from "../ports";

/** What is shown of a conversation, when that is not the branch with its newest message. */
export interface Place {
  /** The last message shown; null when the first turn was taken back. */
  endId: string | null;
  /** The branch goes on, and that is not shown. */
  isCut: boolean;
}

/** Which branch was chosen in a conversation. Survives a reload. */
export interface BranchMemory {
  recall(conversationId: string): Place | undefined;
  /** Without a place the conversation is shown as it is by itself. */
  remember(conversationId: string, place?: Place): void;
}

const key = "parley:branches";
/** Places that nobody came back to fall out. */
const mostPlaces = 100;

export function createBranchMemory(storage: KeyValueStorage): BranchMemory {
  // Read each time: other pages of this browser write as well.
  const read = (): [string, Place][] => {
    try {
      return JSON.parse(storage.get(key) ?? "[]") as [string, Place][];
    } catch {
      return [];
    }
  };
  return {
    recall: (conversationId) => new Map(read()).get(conversationId),
    remember: (conversationId, place) => {
      const before = read();
      const others = before.filter(([id]) => id !== conversationId);
      if (place === undefined && others.length === before.length) return;
      if (place !== undefined) others.push([conversationId, place]);
      if (others.length === 0) storage.remove(key);
      else storage.set(key, JSON.stringify(others.slice(-mostPlaces)));
    },
  };
}
