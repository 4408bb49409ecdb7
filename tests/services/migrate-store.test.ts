import { describe, expect, it } from "vitest";
import { createAuroraConversationStore } from "../../runtime/adapters/aurora-conversation-store";
import { createAuroraCopies } from "../../runtime/adapters/aurora-copies";
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
import { auroraDatabase } from "./aurora-database";
import { chatTables } from "./chat-table";

/** `npm run test:migrate-store` copies 10,000. */
const messageCount = Number(process.env["PARLEY_COPIED_MESSAGES"] ?? 120);
const perConversation = 20;
const owners = ["ann", "bob@example.org", "Zoë #1/%"];

const database = auroraDatabase();
const tables = chatTables();
const time = new FakeTime();
const newTurn = createTurnMaker(time.clock);

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
    const records = createAuroraCopies({ sql: database.sql });
    const there = await copyStore({ from: table, to: aurora, records });
    expect(there).toMatchObject({
      owners: owners.length + 1,
      conversations: messageCount / perConversation,
      messages: messageCount,
      presets: 2,
      written: messageCount / perConversation,
      differing: [],
    });
    expect(there.target).toBe(there.source);
    await database.sql.query("TRUNCATE copies");
    const back = await copyStore({ from: aurora, to: second, records });
    expect(back).toEqual(there);
    expect(await copyStore({ from: second, to: aurora, records })).toMatchObject({ written: 0, changed: [] });
  }, 300_000);

  it("that is made again brings what changed at one side since, and leaves what changed at the other", async () => {
    await database.clear();
    const [from, to] = [await dynamoPlace(), auroraPlace()];
    const copy = { from, to, records: createAuroraCopies({ sql: database.sql }) };
    const turns = [newTurn({ text: "Rye" }), newTurn({ text: "Wheat" }), newTurn({ text: "Oats" })];
    for (const { conversation, user, reply } of turns)
      await from.conversations.importConversation("ann", conversation, [user, replied(reply)]);
    await copyStore(copy);
    const [rye = "", wheat = "", oats = ""] = turns.map(({ conversation }) => conversation.id);
    await from.conversations.updateConversation("ann", rye, { pinned: true });
    await to.conversations.updateConversation("ann", wheat, { title: "Spelt" });
    await to.conversations.deleteConversation("ann", oats);
    const again = await copyStore(copy);
    expect(again).toMatchObject({ written: 1, changed: [`ann ${wheat}`], deletedThere: [`ann ${oats}`] });
    const { conversations } = await to.conversations.listConversations("ann", { limit: 10 });
    expect(conversations.map(({ title, pinned }) => [title, pinned])).toEqual([
      ["Rye", true],
      ["Spelt", false],
    ]);
    const back = await copyStore({ ...copy, from: to, to: from, rules: { deletions: true } });
    expect(back).toMatchObject({ written: 1, deleted: 1, target: back.source });
  });
});
