import { describe } from "vitest";
import { createAuroraConversationStore } from "../../runtime/adapters/aurora-conversation-store";
import { createAuroraPresetStore } from "../../runtime/adapters/aurora-preset-store";
import { conversationStoreContract } from "../contract/conversation-store";
import { presetStoreContract } from "../contract/preset-store";
import { auroraDatabase } from "./aurora-database";

const database = auroraDatabase();

describe("the conversation store on Aurora", () => {
  conversationStoreContract(async ({ clock }) => {
    await database.clear();
    return createAuroraConversationStore({ sql: database.sql, clock });
  });
});

describe("the preset store on Aurora", () => {
  presetStoreContract(async () => {
    await database.clear();
    return createAuroraPresetStore({ sql: database.sql });
  });
});
