import { describe, expect, it } from "vitest";
import { createDynamoConversationStore } from "../../runtime/adapters/dynamo-conversation-store";
import { createDynamoFileRecords } from "../../runtime/adapters/dynamo-file-records";
import type { FileStore } from "../../runtime/ports";
import { createTurnMaker } from "../contract/new-turn";
import { FakeTime } from "../unit/fakes/fake-time";
import { createMemoryFileStore } from "../unit/fakes/memory-file-store";
import { noFiles } from "../unit/fakes/no-files";
import { chatTables } from "./chat-table";

const tables = chatTables();
const cutShort = { ...noFiles, deleteFilesOf: () => Promise.reject(new Error("cut short")) };

describe("A file for a conversation of which a deletion was cut short", () => {
  it("is not taken before that has ended, and is an upload as before", async () => {
    const { clock } = new FakeTime();
    const options = { tableName: await tables.newTable(), client: tables.client, clock };
    const [dying, store] = [cutShort, noFiles].map((attachments) =>
      createDynamoConversationStore({ ...options, files: createMemoryFileStore(), attachments }),
    );
    const records = createDynamoFileRecords(options);
    const createdAt = new Date(clock()).toISOString();
    const file = { id: "ONE", name: "a.txt", type: "text/plain", size: 5, createdAt };
    const until = clock() + 1_000;
    await records.createFile({ owner: "ann", file, lookAt: until, until, maxPersonBytes: 1_000 });
    const claim = { owner: "ann", conversationId: "chat", files: [file] };

    await expect(dying?.deleteConversation("ann", "chat")).rejects.toThrow("cut short");
    await expect(records.claimFiles(claim)).rejects.toMatchObject({ code: "conflict" });
    expect(await records.getFile("ann", "ONE")).toEqual(file);
    await store?.deleteConversation("ann", "another");
    expect(await records.claimFiles(claim)).toBe(true);
  });
});

describe("A long conversation whose deletion was cut short", () => {
  it("goes page by page, as long as the owner's next deletions have time to spare", async () => {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const files = createMemoryFileStore();
    const storeWith = (deleteAll: FileStore["deleteAll"]) => {
      const options = { tableName, client: tables.client, clock: time.clock, attachments: noFiles };
      return createDynamoConversationStore({ ...options, files: { ...files, deleteAll } });
    };
    const newTurn = createTurnMaker(time.clock);
    const { conversation } = newTurn();
    const messages = Array.from(
      { length: 30 },
      (_, nth) => newTurn({ conversation, text: nth === 0 ? "x".repeat(300_001) : "short" }).user,
    );
    const dying = storeWith(() => Promise.reject(new Error("cut short")));
    await dying.importConversation("ann", conversation, messages);
    await expect(dying.deleteConversation("ann", conversation.id)).rejects.toThrow("cut short");

    const slow = storeWith(() => time.pass(6_000));
    const left: number[] = [];
    for (let called = 0; called < 2; called++) {
      await slow.deleteConversation("ann", "another");
      left.push((await tables.itemsOf(tableName)).length);
    }
    // Five messages of the second page, and the mark.
    expect(left).toEqual([6, 0]);
  });
});
