import { beforeEach, describe, expect, it } from "vitest";
import { createAuroraConversationStore } from "../../runtime/adapters/aurora-conversation-store";
import { createDynamoConversationStore } from "../../runtime/adapters/dynamo-conversation-store";
import { createDynamoDeletionMarks } from "../../runtime/adapters/dynamo-deletion-marks";
import { createDynamoFileRecords } from "../../runtime/adapters/dynamo-file-records";
import type { Sql } from "../../runtime/adapters/sql";
import { createConversationFiles } from "../../runtime/core/file-removal";
import type { File } from "../../runtime/contract/file";
import type { ConversationFiles, FileRecords } from "../../runtime/file-ports";
import { createTurnMaker } from "../contract/new-turn";
import { FakeTime } from "../unit/fakes/fake-time";
import { createListLogger } from "../unit/fakes/list-logger";
import { createMemoryFileBytes } from "../unit/fakes/memory-file-bytes";
import { createMemoryFileStore } from "../unit/fakes/memory-file-store";
import { noFiles } from "../unit/fakes/no-files";
import { auroraDatabase } from "./aurora-database";
import { chatTables } from "./chat-table";

const tables = chatTables();
const database = auroraDatabase();
let time: FakeTime;
let newTurn: ReturnType<typeof createTurnMaker>;
let tableName: string;
let records: FileRecords;
let files: ConversationFiles;
let logger: ReturnType<typeof createListLogger>;

beforeEach(async () => {
  await database.clear();
  time = new FakeTime();
  logger = createListLogger();
  newTurn = createTurnMaker(time.clock);
  tableName = await tables.newTable();
  records = createDynamoFileRecords({ tableName, client: tables.client, clock: time.clock });
  files = createConversationFiles({ records, bytes: createMemoryFileBytes(), clock: time.clock, logger });
});

function storeWith({
  sql = database.sql,
  attachments = files,
}: { sql?: Sql; attachments?: ConversationFiles } = {}) {
  const marks = createDynamoDeletionMarks({ tableName, client: tables.client, clock: time.clock });
  return createAuroraConversationStore({
    sql,
    deletion: { files: attachments, marks },
    clock: time.clock,
    logger,
  });
}

/** Both take up deletions in Aurora that were cut short. */
function storeIn(place: string, attachments: ConversationFiles) {
  if (place === "Aurora") return storeWith({ attachments });
  const options = { tableName, client: tables.client, clock: time.clock, attachments, logger };
  return createDynamoConversationStore({ ...options, files: createMemoryFileStore() });
}

/** Deletions in Aurora that were cut short. */
async function cutShort(...ids: string[]): Promise<void> {
  const marks = createDynamoDeletionMarks({ tableName, client: tables.client, clock: time.clock });
  for (const id of ids) await marks.put("ann", id);
}

const dying = { ...noFiles, deleteFilesOf: () => Promise.reject(new Error("cut short")) };

/** A conversation with a file of five bytes. */
async function chatWithFile(fileId: string): Promise<string> {
  const { conversation } = await begin();
  await records.claimFiles({ owner: "ann", conversationId: conversation.id, files: [await upload(fileId)] });
  return conversation.id;
}

async function upload(id: string): Promise<File> {
  const file = { id, name: "a.txt", type: "text/plain", size: 5, createdAt: "2026-02-01T12:00:00.000Z" };
  const until = time.clock() + 1_000;
  await records.createFile({ owner: "ann", file, lookAt: until, until, maxPersonBytes: 1_000 });
  return file;
}

async function begin() {
  const turn = newTurn();
  await storeWith().beginTurn(turn);
  return turn;
}

const usedBytes = async () => (await records.countFiles("ann")).bytes;

/** What the table has of ann, but for the count of her bytes. */
const left = async () => (await tables.itemsOf(tableName)).map(({ sk }) => sk).filter((sk) => sk !== "B");

describe("A deletion in Aurora", () => {
  it("takes the files along, and leaves no mark", async () => {
    await storeWith().deleteConversation("ann", await chatWithFile("ONE"));
    expect([await left(), await usedBytes()]).toEqual([[], 0]);
  });

  it("takes no files that come to a conversation made anew: none can before it has ended", async () => {
    const id = await chatWithFile("ONE");
    const two = await upload("TWO");
    const claim = () => records.claimFiles({ owner: "ann", conversationId: id, files: [two] });
    let refusal: unknown;
    const attachments: ConversationFiles = {
      ...files,
      async deleteFilesOf(owner, conversationId) {
        refusal = await claim().catch((error: unknown) => error);
        await files.deleteFilesOf(owner, conversationId);
      },
    };
    await storeWith({ attachments }).deleteConversation("ann", id);
    expect(refusal).toMatchObject({
      code: "conflict",
      message:
        "conversationId: is still being deleted. Try again in a second; if it stays so, delete it again.",
    });
    expect(await records.getFile("ann", "TWO")).toEqual(two);
    expect(await claim()).toBe(true);
  });

  it("that was cut short before its files is taken up by the owner's next one", async () => {
    const id = await chatWithFile("ONE");
    const next = await begin();
    await expect(storeWith({ attachments: dying }).deleteConversation("ann", id)).rejects.toThrow(
      "cut short",
    );
    expect(await usedBytes()).toBe(5);
    await storeWith().deleteConversation("bob", "another");
    expect(await left()).toContain(`D#${id}`);
    await storeWith().deleteConversation("ann", next.conversation.id);
    expect([await left(), await usedBytes()]).toEqual([[], 0]);
  });

  it("that was cut short is taken up by the table's own store, too, when it is used again", async () => {
    const id = await chatWithFile("ONE");
    await expect(storeWith({ attachments: dying }).deleteConversation("ann", id)).rejects.toThrow(
      "cut short",
    );
    const options = { tableName, client: tables.client, clock: time.clock, attachments: files };
    const table = createDynamoConversationStore({ ...options, files: createMemoryFileStore() });
    await table.deleteConversation("ann", "another");
    expect([await left(), await usedBytes()]).toEqual([[], 0]);
  });

  it("that never began takes nothing away later, and is forgotten", async () => {
    const id = await chatWithFile("ONE");
    const asleep = { ...database.sql, query: () => Promise.reject(new Error("waking up")) };
    await expect(storeWith({ sql: asleep }).deleteConversation("ann", id)).rejects.toThrow("waking up");
    await storeWith().deleteConversation("ann", "another");
    expect(await left()).toContain(`D#${id}`);
    await time.pass(5 * 60_000 + 1);
    await storeWith().deleteConversation("ann", "another");
    expect(await left()).toEqual([`A#${id}#ONE`, "F#ONE"]);
    expect((await storeWith().getConversation("ann", id)).id).toBe(id);
  });

  it("that never began keeps files from its conversation for five minutes", async () => {
    const id = await chatWithFile("ONE");
    const asleep = { ...database.sql, query: () => Promise.reject(new Error("waking up")) };
    await expect(storeWith({ sql: asleep }).deleteConversation("ann", id)).rejects.toThrow("waking up");
    const claim = async (file: File) =>
      records.claimFiles({ owner: "ann", conversationId: id, files: [file] });
    await expect(claim(await upload("TWO"))).rejects.toMatchObject({ code: "conflict" });
    await time.pass(5 * 60_000 + 1);
    expect(await claim(await upload("THREE"))).toBe(true);
  });

  it("that never began takes nothing away from the table's own store, when that is used again", async () => {
    const id = await chatWithFile("ONE");
    const options = { tableName, client: tables.client, clock: time.clock, attachments: files };
    const table = createDynamoConversationStore({ ...options, files: createMemoryFileStore() });
    const turn = newTurn();
    await table.beginTurn({
      ...turn,
      conversation: { ...turn.conversation, id },
      user: { ...turn.user, conversationId: id },
      reply: { ...turn.reply, conversationId: id },
    });
    const before = new Set(await left());
    const asleep = { ...database.sql, query: () => Promise.reject(new Error("waking up")) };
    await expect(storeWith({ sql: asleep }).deleteConversation("ann", id)).rejects.toThrow("waking up");
    expect(new Set(await left())).toEqual(new Set([...before, `D#${id}`]));
    await table.deleteConversation("ann", "another");
    expect([new Set(await left()), await usedBytes()]).toEqual([before, 5]);
  });

  it.each(["Aurora", "the table"])(
    "in %s succeeds although an earlier one cannot be finished",
    async (place) => {
      const [stuck, next] = [await chatWithFile("ONE"), await chatWithFile("TWO")];
      await expect(storeWith({ attachments: dying }).deleteConversation("ann", stuck)).rejects.toThrow(
        "cut short",
      );
      const attachments: ConversationFiles = {
        ...files,
        deleteFilesOf: (owner, id) => (id === stuck ? dying : files).deleteFilesOf(owner, id),
      };
      await storeIn(place, attachments).deleteConversation("ann", next);
      expect(logger.entries).toMatchObject([
        { level: "error", conversationId: stuck, error: { message: "cut short" } },
      ]);
      expect(new Set(await left())).toEqual(new Set([`A#${stuck}#ONE`, "F#ONE", `D#${stuck}`]));
      expect(await usedBytes()).toBe(5);
    },
  );

  it.each(["Aurora", "the table"])(
    "in %s goes on with earlier ones for five seconds, the next one with the others",
    async (place) => {
      await cutShort("A", "B", "C");
      const slow = {
        ...noFiles,
        deleteFilesOf: (_owner: string, id: string) => time.pass(id === "own" ? 0 : 3_000),
      };
      const marks: number[] = [];
      for (let called = 0; called < 2; called++) {
        await storeIn(place, slow).deleteConversation("ann", "own");
        marks.push((await left()).length);
      }
      expect([marks, logger.entries]).toEqual([[1, 0], []]);
    },
  );

  it.each(["Aurora", "the table"])(
    "in %s comes to one that was cut short though five others fail for ever",
    async (place) => {
      const stuck = ["A", "B", "C", "D", "E"];
      await cutShort(...stuck, "F");
      const attachments = {
        ...noFiles,
        deleteFilesOf: (_owner: string, id: string) =>
          stuck.includes(id) ? dying.deleteFilesOf() : Promise.resolve(),
      };
      for (let called = 0; called < 50 && (await left()).includes("D#F"); called++)
        await storeIn(place, attachments).deleteConversation("ann", "own");
      expect(await left()).toEqual(stuck.map((id) => `D#${id}`));
    },
  );

  it("leaves what the table's own store has to finish, since its messages lie there", async () => {
    const options = { tableName, client: tables.client, clock: time.clock, attachments: dying };
    const table = createDynamoConversationStore({ ...options, files: createMemoryFileStore() });
    const { conversation } = newTurn();
    await expect(table.deleteConversation("ann", conversation.id)).rejects.toThrow("cut short");
    await storeWith().deleteConversation("ann", conversation.id);
    await storeWith().deleteConversation("ann", "another");
    expect(await left()).toEqual([`D#${conversation.id}`]);
  });
});
