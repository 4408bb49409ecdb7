import {
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { createDynamoConversationStore } from "../../runtime/adapters/dynamo-conversation-store";
import type { FileStore } from "../../runtime/ports";
import { createTurnMaker } from "../contract/new-turn";
import { FakeTime } from "../unit/fakes/fake-time";
import { createMemoryFileStore } from "../unit/fakes/memory-file-store";
import { noFiles } from "../unit/fakes/no-files";
import { chatTables } from "./chat-table";

const tables = chatTables();

describe("an import that is cut short", () => {
  const long = "x".repeat(300_001);

  async function cutImport(files: FileStore) {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const options = { tableName, client: tables.client, clock: time.clock, attachments: noFiles };
    const newTurn = createTurnMaker(time.clock);
    const { conversation, user } = newTurn({ text: long });
    const store = createDynamoConversationStore({ ...options, files });
    await expect(store.importConversation("ann", conversation, [user])).rejects.toThrow("cut short");
    return { tableName, newTurn, options };
  }

  it("leaves nothing behind", async () => {
    const files = createMemoryFileStore();
    const putText = () => Promise.reject(new Error("cut short"));
    const { tableName } = await cutImport({ ...files, putText });
    expect(await tables.itemsOf(tableName)).toEqual([]);
    expect(files.texts.size).toBe(0);
  });

  it("is cleared up by the owner's next deletion when it could not be at once", async () => {
    const files = createMemoryFileStore();
    const cut = () => Promise.reject(new Error("cut short"));
    const { tableName, newTurn, options } = await cutImport({ ...files, putText: cut, deleteAll: cut });
    expect((await tables.itemsOf(tableName)).map(({ sk }) => String(sk).slice(0, 2))).toEqual(["D#"]);
    const store = createDynamoConversationStore({ ...options, files });
    const next = newTurn();
    await store.beginTurn(next);
    await store.deleteConversation("ann", next.conversation.id);
    expect(await tables.itemsOf(tableName)).toEqual([]);
  });
});

describe("an import during which the owner deletes something", () => {
  const hurdle = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    return { wait: promise, pass: resolve };
  };

  /** A store whose first command of a kind waits, when it has done its work, until it is let on. */
  function heldAfter(Kind: typeof QueryCommand | typeof PutCommand, tableName: string, time: FakeTime) {
    const reached = hurdle();
    const goOn = hurdle();
    let isHeld = false;
    const send = async (command: QueryCommand) => {
      const result = await tables.client.send(command);
      if (!isHeld && command instanceof Kind) {
        isHeld = true;
        reached.pass();
        await goOn.wait;
      }
      return result;
    };
    const held = { send } as unknown as DynamoDBDocumentClient;
    const files = createMemoryFileStore();
    const store = createDynamoConversationStore({
      tableName,
      files,
      client: held,
      clock: time.clock,
      attachments: noFiles,
    });
    return { store, reached: reached.wait, goOn: goOn.pass };
  }

  async function newStore() {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const files = createMemoryFileStore();
    const store = createDynamoConversationStore({
      tableName,
      files,
      client: tables.client,
      clock: time.clock,
      attachments: noFiles,
    });
    return { time, tableName, store, newTurn: createTurnMaker(time.clock) };
  }

  it("is whole when it ended before the deletion came to its messages", async () => {
    const { time, tableName, store, newTurn } = await newStore();
    const importing = heldAfter(PutCommand, tableName, time);
    const { conversation, user } = newTurn({ text: "Kept" });
    const imported = importing.store.importConversation("ann", conversation, [user]);
    await importing.reached;

    const deleting = heldAfter(QueryCommand, tableName, time);
    const deleted = deleting.store.deleteConversation("ann", "another");
    await deleting.reached;
    importing.goOn();
    await imported;
    deleting.goOn();
    await deleted;
    expect((await store.listMessages("ann", conversation.id, { limit: 10 })).messages).toEqual([user]);
  });

  it("is refused, and leaves nothing, when the deletion came first", async () => {
    const { time, tableName, store, newTurn } = await newStore();
    const importing = heldAfter(PutCommand, tableName, time);
    const { conversation, user } = newTurn();
    const imported = importing.store.importConversation("ann", conversation, [user]);
    await importing.reached;
    await store.deleteConversation("ann", "another");
    importing.goOn();
    await expect(imported).rejects.toThrow("A deletion came between; nothing was imported. Send it again.");
    expect(await tables.itemsOf(tableName)).toEqual([]);
  });
});

describe("an import whose last answer was lost", () => {
  it("is there", async () => {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const send = async (command: QueryCommand | TransactWriteCommand) => {
      const result = await tables.client.send(command as QueryCommand);
      if (command instanceof TransactWriteCommand) throw new Error("socket hang up");
      return result;
    };
    const lossy = { send } as unknown as DynamoDBDocumentClient;
    const files = createMemoryFileStore();
    const store = createDynamoConversationStore({ tableName, files, client: lossy, clock: time.clock });
    const { conversation, user } = createTurnMaker(time.clock)();
    await store.importConversation("ann", conversation, [user]);
    expect(await store.getConversation("ann", conversation.id)).toEqual(conversation);
    expect((await store.listMessages("ann", conversation.id, { limit: 10 })).messages).toEqual([user]);
  });
});
