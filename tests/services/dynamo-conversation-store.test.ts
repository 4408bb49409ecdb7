import { S3Client } from "@aws-sdk/client-s3";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDynamoDb } from "../../local/aws/dynamodb/dynamodb";
import { createS3 } from "../../local/aws/s3/s3";
import { createDynamoConversationStore } from "../../runtime/adapters/dynamo-conversation-store";
import { writeCursor } from "../../runtime/adapters/list-cursor";
import { createDynamoPresetStore } from "../../runtime/adapters/dynamo-preset-store";
import { createS3FileStore } from "../../runtime/adapters/s3-file-store";
import { conversationStoreContract } from "../contract/conversation-store";
import { createTurnMaker } from "../contract/new-turn";
import { presetStoreContract } from "../contract/preset-store";
import { FakeTime } from "../unit/fakes/fake-time";
import { createMemoryFileStore } from "../unit/fakes/memory-file-store";
import { noFiles } from "../unit/fakes/no-files";
import { chatTables } from "./chat-table";

const tables = chatTables(async (context) => [await createDynamoDb(context), createS3(context)]);
let s3: S3Client;
let bucketName: string;

beforeAll(async () => {
  s3 = new S3Client(tables.cloud.client());
  bucketName = (await tables.cloud.make("aws:s3/bucket:Bucket", "files", { forceDestroy: true })).id;
});

afterAll(() => s3.destroy());

describe("the conversation store on DynamoDB and S3", () => {
  conversationStoreContract(async ({ clock }) =>
    createDynamoConversationStore({
      tableName: await tables.newTable(),
      files: createS3FileStore({ bucketName, client: s3 }),
      client: tables.client,
      clock,
    }),
  );
});

describe("what the conversation store leaves behind", () => {
  const long = "x".repeat(300_001);

  it("is nothing but the turn's ids after a deletion, in the table and among the texts", async () => {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const files = createMemoryFileStore();
    const options = { tableName, client: tables.client, clock: time.clock, attachments: noFiles };
    const store = createDynamoConversationStore({ ...options, files });
    const newTurn = createTurnMaker(time.clock);
    const { conversation } = newTurn();
    await store.beginTurn(newTurn({ conversation, isNew: true, text: long, clientMessageId: "one" }));
    expect(files.texts.size).toBe(1);
    await store.deleteConversation("ann", conversation.id);
    expect(files.texts.size).toBe(0);
    expect((await tables.itemsOf(tableName)).map(({ sk }) => sk)).toEqual(["T#one"]);
  });

  it("is no text of a turn that was not begun", async () => {
    const time = new FakeTime();
    const files = createMemoryFileStore();
    const store = createDynamoConversationStore({
      tableName: await tables.newTable(),
      files,
      client: tables.client,
      clock: time.clock,
    });
    const newTurn = createTurnMaker(time.clock);
    await store.beginTurn(newTurn({ clientMessageId: "one" }));
    await store.beginTurn(newTurn({ clientMessageId: "one", text: long }));
    const { conversation } = newTurn();
    await expect(store.beginTurn(newTurn({ conversation, text: long }))).rejects.toThrow(
      "There is no such conversation.",
    );
    expect([...files.texts.keys()]).toEqual([]);
  });

  it("is taken up by the owner's next deletion when one was cut short", async () => {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const files = createMemoryFileStore();
    const options = { tableName, client: tables.client, clock: time.clock, attachments: noFiles };
    const store = createDynamoConversationStore({ ...options, files });
    const newTurn = createTurnMaker(time.clock);
    const cut = newTurn({ text: long });
    const next = newTurn();
    await store.beginTurn(cut);
    await store.beginTurn(next);

    const broken = { ...files, deleteAll: () => Promise.reject(new Error("cut short")) };
    const dying = createDynamoConversationStore({ ...options, files: broken });
    await expect(dying.deleteConversation("ann", cut.conversation.id)).rejects.toThrow("cut short");
    const { conversations } = await store.listConversations("ann", { limit: 10 });
    expect(conversations.map(({ id }) => id)).toEqual([next.conversation.id]);
    await expect(store.listMessages("ann", cut.conversation.id, { limit: 10 })).rejects.toThrow(
      "There is no such conversation.",
    );

    // Under the same name again, as Gradio's sessions do: what is written now would go with what is deleted.
    const again = newTurn({ conversation: cut.conversation, isNew: true });
    await expect(store.beginTurn(again)).rejects.toMatchObject({
      code: "conflict",
      message:
        "conversationId: is still being deleted. Try again in a second; if it stays so, delete it again.",
    });

    await store.deleteConversation("ann", next.conversation.id);
    expect(await tables.itemsOf(tableName)).toEqual([]);
    expect(files.texts.size).toBe(0);
    expect(await store.beginTurn(again)).toMatchObject({ repeated: false });
  });

  it("is left for a store that can delete files too, by one that cannot", async () => {
    const { clock } = new FakeTime();
    const options = { tableName: await tables.newTable(), client: tables.client, clock };
    const files = createMemoryFileStore();
    const dying = { ...noFiles, deleteFilesOf: () => Promise.reject(new Error("cut short")) };
    const newTurn = createTurnMaker(clock);
    const [cut, next] = [newTurn(), newTurn()];
    const stores = [dying, undefined, noFiles].map((attachments) =>
      createDynamoConversationStore({ ...options, files, attachments }),
    );
    const [first, without, last] = stores;
    for (const turn of [cut, next]) await first?.beginTurn(turn);
    await expect(first?.deleteConversation("ann", cut.conversation.id)).rejects.toThrow("cut short");
    await without?.deleteConversation("ann", next.conversation.id);
    const marks = [cut, next].map(({ conversation }) => `D#${conversation.id}`);
    expect((await tables.itemsOf(options.tableName)).map(({ sk }) => sk)).toEqual(marks);
    await last?.deleteConversation("ann", "another");
    expect(await tables.itemsOf(options.tableName)).toEqual([]);
  });
});

describe("the list on DynamoDB", () => {
  it("tells pins from before they had a place of their own by their date, then on top", async () => {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const files = createMemoryFileStore();
    const store = createDynamoConversationStore({
      tableName,
      files,
      client: tables.client,
      clock: time.clock,
    });
    const newTurn = createTurnMaker(time.clock);
    const begin = async () => {
      const turn = newTurn();
      await store.beginTurn(turn);
      await time.pass(1_000);
      return turn.conversation.id;
    };
    const [old, newer] = [await begin(), await begin()];
    await tables.client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk: "U#ann", sk: `C#${old}` },
        UpdateExpression: "SET pinned = :true",
        ExpressionAttributeValues: { ":true": true },
      }),
    );
    const listed = async () => {
      const { conversations } = await store.listConversations("ann", { limit: 10 });
      return conversations.map(({ id, pinned }) => [id, pinned]);
    };
    expect(await listed()).toEqual([
      [newer, false],
      [old, true],
    ]);
    expect(await listed()).toEqual([
      [old, true],
      [newer, false],
    ]);
  });
});

describe("a search on DynamoDB", () => {
  const filler = "flour ".repeat(40_000);

  it("goes on where a call ended, also within a long conversation, and tells each conversation once", async () => {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const files = createMemoryFileStore();
    const store = createDynamoConversationStore({
      tableName,
      files,
      client: tables.client,
      clock: time.clock,
    });
    const newTurn = createTurnMaker(time.clock);
    const older = newTurn({ text: `An older chat: ${filler} quince` });
    await store.beginTurn(older);
    await time.pass(1_000);
    // 12 MB, with the word in its oldest message: more than one call reads.
    let last = newTurn({ text: `A long chat: ${"water ".repeat(10)} quince` });
    const { conversation } = last;
    await store.beginTurn(last);
    for (let made = 0; made < 50; made++) {
      last = newTurn({ conversation, after: last.reply, text: filler });
      await store.beginTurn(last);
    }
    await time.pass(1_000);
    for (let made = 0; made < 110; made++) await store.beginTurn(newTurn({ text: "Rye" }));
    await time.pass(1_000);
    const newest = newTurn({ text: "quince" });
    await store.beginTurn(newest);

    const calls: string[][] = [];
    let cursor: string | undefined;
    do {
      const page = await store.listConversations("ann", { limit: 10, q: "quince", cursor });
      calls.push(page.conversations.map(({ id }) => id));
      cursor = page.cursor;
    } while (cursor);
    expect(calls.flat()).toEqual([newest, last, older].map((turn) => turn.conversation.id));
    expect(calls[0]).toEqual([newest.conversation.id]);
    expect(calls.length).toBeGreaterThan(2);
    expect(calls.length).toBeLessThan(6);
  });

  it("answers with no more than a function can send, however long the settings are", async () => {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const files = createMemoryFileStore();
    const store = createDynamoConversationStore({
      tableName,
      files,
      client: tables.client,
      clock: time.clock,
    });
    const newTurn = createTurnMaker(time.clock);
    const settings = { system: "粉".repeat(20_000) };
    for (let made = 0; made < 20; made++) {
      const { conversation } = newTurn();
      await store.importConversation("ann", { ...conversation, title: "quince", settings }, []);
    }
    const counts: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.listConversations("ann", { limit: 100, q: "quince", cursor });
      counts.push(page.conversations.length);
      cursor = page.cursor;
    } while (cursor);
    expect(counts).toEqual([17, 3]);
  });

  it("goes on with the list when the conversation it was within is gone", async () => {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const files = createMemoryFileStore();
    const store = createDynamoConversationStore({
      tableName,
      files,
      client: tables.client,
      clock: time.clock,
    });
    const newTurn = createTurnMaker(time.clock);
    const older = newTurn({ text: "Some quince" });
    await store.beginTurn(older);
    await time.pass(1_000);
    const gone = newTurn();
    await store.beginTurn(gone);
    const list = "U#ann";
    const cursor = writeCursor(list, "", gone.conversation.id, gone.reply.id);
    await store.deleteConversation("ann", gone.conversation.id);
    const { conversations } = await store.listConversations("ann", { limit: 10, q: "quince", cursor });
    expect(conversations.map(({ id }) => id)).toEqual([older.conversation.id]);
  });
});

describe("the preset store on DynamoDB", () => {
  presetStoreContract(async () =>
    createDynamoPresetStore({ tableName: await tables.newTable(), client: tables.client }),
  );
});
