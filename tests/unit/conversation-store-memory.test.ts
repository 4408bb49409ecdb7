import { describe } from "vitest";
import { conversationStoreContract } from "../contract/conversation-store";
import { createMemoryConversationStore } from "./fakes/memory-conversation-store";

describe("the conversation store in memory", () => {
  conversationStoreContract(async (time) => createMemoryConversationStore(time.clock));
});
