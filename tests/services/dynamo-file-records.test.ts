import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { createDynamoConversationStore } from "../../runtime/adapters/dynamo-conversation-store";
import { createDynamoFileRecords } from "../../runtime/adapters/dynamo-file-records";
import { keys } from "../../runtime/adapters/dynamo-keys";
import { createConversationFiles } from "../../runtime/core/file-removal";
import { sweepFiles } from "../../runtime/core/file-sweep";
import type { ConversationFiles } from "../../runtime/file-ports";
import { fileRecordsContract } from "../contract/file-records";
import { createTurnMaker } from "../contract/new-turn";
import { FakeTime } from "../unit/fakes/fake-time";
import { createListLogger } from "../unit/fakes/list-logger";
import { createMemoryFileBytes } from "../unit/fakes/memory-file-bytes";
import { createMemoryFileStore } from "../unit/fakes/memory-file-store";
import { noFiles } from "../unit/fakes/no-files";
import { chatTables } from "./chat-table";

const tables = chatTables();

const file = { name: "a.txt", type: "text/plain", size: 5, createdAt: "2026-02-01T12:00:00.000Z" };

describe("the records of files on DynamoDB", () => {
  fileRecordsContract(async ({ clock }) =>
    createDynamoFileRecords({ tableName: await tables.newTable(), client: tables.client, clock }),
  );

  it("leave nothing but a count of zero behind, and are swept by the table when they run out", async () => {
    const { clock } = new FakeTime();
    const tableName = await tables.newTable();
    const records = createDynamoFileRecords({ tableName, client: tables.client, clock });
    const until = clock() + 1_000;
    const [one, other] = ["ONE", "TWO"].map((id) => ({ ...file, id }));
    if (!one || !other) throw new Error("there are two");
    for (const file of [one, other])
      await records.createFile({ owner: "a#b", file, lookAt: until, until, maxPersonBytes: 1_000 });
    const places = async () => (await tables.itemsOf(tableName)).map(({ pk, sk }) => `${pk} ${sk}`).sort();
    expect(await places()).toEqual(["U#a%23b B", "U#a%23b F#ONE", "U#a%23b F#TWO"]);
    const written = (await tables.itemsOf(tableName)).find(({ sk }) => sk === "F#ONE");
    expect(written?.expiresAt).toBe(Math.floor(until / 1_000));
    await records.claimFiles({ owner: "a#b", conversationId: "x#y", files: [one] });
    expect(await places()).toEqual(["U#a%23b A#x%23y#ONE", "U#a%23b B", "U#a%23b F#ONE", "U#a%23b F#TWO"]);
    await records.markDeleted("a#b", [
      { ...one, conversationId: "x#y", until },
      { ...other, until },
    ]);
    expect(await places()).toEqual(["U#a%23b B", "U#a%23b F#ONE", "U#a%23b F#TWO"]);
    await records.forgetFiles("a#b", [one, other]);
    expect(await tables.itemsOf(tableName)).toEqual([{ pk: "U#a%23b", sk: "B", bytes: 0, waiting: 0 }]);
  });

  it("once they were abandoned, leave of their conversation what the table sweeps", async () => {
    const { clock } = new FakeTime();
    const tableName = await tables.newTable();
    const records = createDynamoFileRecords({ tableName, client: tables.client, clock });
    const until = clock() + 1_200_000;
    const one = { ...file, id: "ONE" };
    await records.createFile({ owner: "ann", file: one, lookAt: until, until, maxPersonBytes: 1_000 });
    await records.claimFiles({ owner: "ann", conversationId: "chat", files: [one] });
    const abandon = (conversationId: string) =>
      records.markAbandoned("ann", [{ ...one, conversationId, until }]);
    expect([await abandon("other"), await abandon("chat"), await abandon("chat")]).toEqual([
      false,
      true,
      false,
    ]);
    expect(await records.getFile("ann", "ONE")).toBeUndefined();
    const waiting = [{ id: "ONE", size: 5, isDeleted: true, lookAt: clock(), until }];
    expect(await records.countFiles("ann")).toEqual({ bytes: 5, waiting });
    expect(await records.forgetFiles("ann", [one])).toBe(true);
    const attachment = (await tables.itemsOf(tableName)).find(({ sk }) => sk === "A#chat#ONE");
    expect(attachment?.expiresAt).toBe(Math.floor(clock() / 1_000) + 86_400);
    expect(await records.someFilesOf("ann", "chat")).toEqual([]);
  });

  it("that the table has taken are still counted until their owner's next sweep", async () => {
    const time = new FakeTime();
    const tableName = await tables.newTable();
    const records = createDynamoFileRecords({ tableName, client: tables.client, clock: time.clock });
    const bytes = createMemoryFileBytes();
    const [upload, deleted, later] = ["ONE", "TWO", "THREE"].map((id) => ({ ...file, id }));
    if (!upload || !deleted || !later) throw new Error("there are three");
    const until = time.clock() + 60_000;
    for (const file of [upload, deleted, later]) {
      await records.createFile({ owner: "ann", file, lookAt: until, until, maxPersonBytes: 1_000 });
      bytes.upload("ann", file.id);
    }
    await records.markDeleted("ann", [{ ...deleted, until }]);
    for (const { id } of [upload, deleted])
      await tables.client.send(new DeleteCommand({ TableName: tableName, Key: keys.file("ann", id) }));
    await time.pass(60_000);
    // What TTL has not taken yet has run out all the same.
    expect((await records.countFiles("ann")).bytes).toBe(15);
    await sweepFiles({ records, bytes, clock: time.clock, logger: createListLogger() }, "ann");
    expect([await tables.itemsOf(tableName), bytes.objects.size]).toEqual([
      [{ ...keys.fileBytes("ann"), bytes: 0, waiting: 0 }],
      0,
    ]);
  });

  it("go with their conversation, whose deletion is not done before they are gone", async () => {
    const { clock } = new FakeTime();
    const tableName = await tables.newTable();
    const newTurn = createTurnMaker(clock);
    const records = createDynamoFileRecords({ tableName, client: tables.client, clock });
    const bytes = createMemoryFileBytes();
    const storeWith = (attachments: ConversationFiles) =>
      createDynamoConversationStore({
        tableName,
        files: createMemoryFileStore(),
        client: tables.client,
        clock,
        attachments,
      });
    const store = storeWith(createConversationFiles({ records, bytes, clock, logger: createListLogger() }));
    const [first, second] = [newTurn({ isNew: true }), newTurn({ isNew: true })];
    for (const turn of [first, second]) await store.beginTurn(turn);
    const attached = { ...file, id: "ONE" };
    const until = clock() + 1_000;
    await records.createFile({ owner: "ann", file: attached, lookAt: until, until, maxPersonBytes: 1_000 });
    await records.claimFiles({ owner: "ann", conversationId: first.conversation.id, files: [attached] });

    const dying = storeWith({ ...noFiles, deleteFilesOf: () => Promise.reject(new Error("cut short")) });
    await expect(dying.deleteConversation("ann", first.conversation.id)).rejects.toThrow("cut short");
    expect((await records.countFiles("ann")).bytes).toBe(5);
    // The owner's next deletion, whichever it is, goes on with it.
    await store.deleteConversation("ann", second.conversation.id);
    const left = (await tables.itemsOf(tableName)).map(({ sk }) => sk);
    expect([left, await records.countFiles("ann")]).toEqual([["B"], { bytes: 0, waiting: [] }]);
  });
});
