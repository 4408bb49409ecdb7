import { conversationContract } from "./conversations";
import { importContract } from "./imports";
import { oddTextContract } from "./odd-texts";
import type { MakeStore } from "./store-under-test";
import { pinContract } from "./pins";
import { turnContract } from "./turns";

/** What every `ConversationStore` does, whatever it stores in. */
export function conversationStoreContract(makeStore: MakeStore): void {
  turnContract(makeStore);
  conversationContract(makeStore);
  importContract(makeStore);
  pinContract(makeStore);
  oddTextContract(makeStore);
}
