import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAuroraConversationStore } from "../../runtime/adapters/aurora-conversation-store";
import { auroraOwners } from "../../runtime/adapters/aurora-owners";
import { createAuroraPresetStore } from "../../runtime/adapters/aurora-preset-store";
import { createDynamoConversationStore } from "../../runtime/adapters/dynamo-conversation-store";
import { dynamoOwners } from "../../runtime/adapters/dynamo-owners";
import { createDynamoPresetStore } from "../../runtime/adapters/dynamo-preset-store";
import type { Message } from "../../runtime/contract/message";
import { copyStore } from "../../scripts/migrate-store/copy-store";
import type { StorePlace } from "../../scripts/migrate-store/store-place";
import { createTurnMaker } from "../contract/new-turn";
import { FakeTime } from "../unit/fakes/fake-time";
import { createMemoryFileStore } from "../unit/fakes/memory-file-store";
import { type AuroraDatabase, openAuroraDatabase } from "./aurora-database";
import { chatTables } from "./chat-table";

/** `npm run test:migrate-store` copies 10,000. */
const messageCount = Number(process.env["PARLEY_COPIED_MESSAGES"] ?? 120);
const perConversation = 20;
const owners = ["ann", "bob@example.org", "Zoë #1/%"];

let database: AuroraDatabase;
const tables = chatTables();
const time = new FakeTime();
const newTurn = createTurnMaker(time.clock);

beforeAll(async () => {
  database = await openAuroraDatabase();
});
afterAll(() => database.end());

async function dynamoPlace(): Promise<StorePlace> {
  const options = { tableName: await tables.newTable(), client: tables.client };
  const files = createMemoryFileStore();
  return {
    conversations: createDynamoConversationStore({ ...options, files, clock: time.clock }),
    presets: createDynamoPresetStore(options),
    owners: () => dynamoOwners(options),
  };
}

function auroraPlace(): StorePlace {
  const { sql } = database;
  return {
    conversations: createAuroraConversationStore({ sql, clock: time.clock }),
    presets: createAuroraPresetStore({ sql }),
    owners: () => auroraOwners({ sql }),
  };
}

/** Conversations with all that a message may have; branches, long texts and odd characters among them. */
async function fill({ conversations, presets }: StorePlace): Promise<void> {
  for (let made = 0; made < messageCount / perConversation; made++) {
    const owner = owners[made % owners.length] ?? "ann";
    const first = newTurn({ text: made % 50 === 0 ? "粉\0".repeat(80_000) : `Bread ${made}` });
    const settings = made % 3 === 0 ? { system: "Be brief.", temperature: 0.1 } : undefined;
    const conversation = { ...first.conversation, pinned: made % 7 === 0, ...(settings && { settings }) };
    const messages: Message[] = [first.user, replied(first.reply)];
    while (messages.length < perConversation) {
      // Every fourth one begins another branch at the first reply.
      const after = messages.length % 8 === 0 ? messages[1] : messages.at(-1);
      const { user, reply } = newTurn({ conversation, after, text: `And ${messages.length}?` });
      messages.push(user, replied(reply));
    }
    await conversations.importConversation(owner, conversation, messages);
  }
  await presets.putPreset("ann", { id: "brief", name: "Brief", settings: { system: "Be brief." } });
  await presets.putPreset("only presets", { id: "p", name: "Plain", settings: {} });
}

function replied(reply: Message): Message {
  return {
    ...reply,
    text: `It depends on the flour. ${reply.id}`,
    reasoning: "Hm.",
    reasoningMs: 900,
    status: "complete",
    model: "gpt-oss-20b",
    finishReason: "stop",
    usage: { promptTokens: 7, completionTokens: 12 },
    feedback: { rating: "like", comment: "clear" },
  };
}

describe("A copy between the stores", () => {
  it("is the same there, and back in an empty table", async () => {
    const [table, aurora, second] = [await dynamoPlace(), auroraPlace(), await dynamoPlace()];
    await fill(table);
    const there = await copyStore(table, aurora);
    expect(there).toMatchObject({
      owners: owners.length + 1,
      conversations: messageCount / perConversation,
      messages: messageCount,
      presets: 2,
      written: messageCount / perConversation,
      differing: [],
    });
    expect(there.target).toBe(there.source);
    const back = await copyStore(aurora, second);
    expect(back).toEqual(there);
    expect((await copyStore(second, aurora)).written).toBe(0);
  }, 300_000);
});
