import { beforeEach, describe, expect, it } from "vitest";
import type { File } from "../../runtime/contract/file";
import { limits } from "../../runtime/contract/limits";
import { usedBytesOf } from "../../runtime/core/file-count";
import type { FileCount, FileRecords } from "../../runtime/file-ports";
import { FakeTime } from "../unit/fakes/fake-time";
import { createNewId } from "../../runtime/adapters/new-id";
import { problemOf } from "./store-under-test";

const dayMs = 86_400_000;
const minutesMs = 1_200_000;

/** What all `FileRecords` do, whatever they are stored in. */
export function fileRecordsContract(makeRecords: (time: FakeTime) => Promise<FileRecords>): void {
  let records: FileRecords;
  let time: FakeTime;
  let newId: () => string;
  beforeEach(async () => {
    time = new FakeTime();
    newId = createNewId(time.clock);
    records = await makeRecords(time);
  });

  async function tryToCreate(owner: string, size: number): Promise<{ file: File; refused?: FileCount }> {
    const now = time.clock();
    const createdAt = new Date(now).toISOString();
    const file = { id: newId(), name: "粉 & Co.txt", type: "text/plain", size, createdAt };
    const times = { lookAt: now + minutesMs, until: now + dayMs };
    return { file, refused: await records.createFile({ owner, file, ...times, maxPersonBytes: 1_000 }) };
  }
  async function create(owner: string, size: number): Promise<File> {
    const { file, refused } = await tryToCreate(owner, size);
    expect(refused).toBeUndefined();
    return file;
  }
  const refusedBytes = async (owner: string, size: number) => (await tryToCreate(owner, size)).refused?.bytes;
  const mark = (owner: string, file: File, conversationId?: string) =>
    records.markDeleted(owner, [{ ...file, conversationId, until: time.clock() }]);
  async function remove(owner: string, file: File, conversationId?: string): Promise<boolean> {
    const isMarked = await mark(owner, file, conversationId);
    await records.forgetFiles(owner, [file]);
    return isMarked;
  }
  const usedBytes = async (owner: string) => usedBytesOf(await records.countFiles(owner), time.clock());
  const claim = (owner: string, conversationId: string, ...files: File[]) =>
    records.claimFiles({ owner, conversationId, files });
  const listed = async (owner: string) =>
    (await records.listFiles(owner, { limit: 100 })).files.map(({ id }) => id);

  describe("files", () => {
    it("are found as they were written, by their owner alone", async () => {
      const file = await create("ann", 0);
      expect(await records.getFile("ann", file.id)).toEqual(file);
      expect(await records.getFile("bob", file.id)).toBeUndefined();
      expect(await records.getFile("ann", "never-was")).toBeUndefined();
      expect(await listed("bob")).toEqual([]);
    });

    it("are listed newest first, page by page", async () => {
      const made: string[] = [];
      for (let count = 0; count < 5; count++) made.unshift((await create("ann", 1)).id);
      await create("bob", 1);
      const first = await records.listFiles("ann", { limit: 2 });
      const second = await records.listFiles("ann", { limit: 2, cursor: first.cursor });
      const third = await records.listFiles("ann", { limit: 2, cursor: second.cursor });
      const pages = [first, second, third].map(({ files }) => files.map(({ id }) => id));
      expect(pages).toEqual([made.slice(0, 2), made.slice(2, 4), made.slice(4)]);
      expect(third.cursor).toBeUndefined();
      expect(await problemOf(records.listFiles("ann", { limit: 2, cursor: "made up" }))).toBe("bad_request");
    });

    it("get another name", async () => {
      const file = await create("ann", 1);
      expect(await records.renameFile("ann", file.id, "new.txt")).toBe(true);
      expect(await records.getFile("ann", file.id)).toEqual({ ...file, name: "new.txt" });
      expect(await records.renameFile("bob", file.id, "x")).toBe(false);
      expect(await records.renameFile("ann", "never-was", "x")).toBe(false);
    });
  });

  describe("bytes", () => {
    it("are counted up to the limit, each owner's for himself", async () => {
      await create("ann", 600);
      expect(await refusedBytes("ann", 401)).toBe(600);
      await create("ann", 400);
      await create("ann", 0);
      expect(await refusedBytes("ann", 1)).toBe(1_000);
      await create("bob", 1_000);
      expect([await usedBytes("ann"), await usedBytes("carol")]).toEqual([1_000, 0]);
      expect(await refusedBytes("carol", 1_001)).toBe(0);
    });

    it("never pass the limit, however many uploads begin at once", async () => {
      const tried = await Promise.all(Array.from({ length: 12 }, () => tryToCreate("ann", 300)));
      expect(tried.filter(({ refused }) => !refused)).toHaveLength(3);
      expect(await usedBytes("ann")).toBe(900);
      expect(await listed("ann")).toHaveLength(3);
    });

    it("are given back by deletion, once", async () => {
      const [waiting, kept] = [await create("ann", 300), await create("ann", 500)];
      await claim("ann", "chat", kept);
      expect(await remove("ann", waiting)).toBe(true);
      expect(await remove("ann", kept, "chat")).toBe(true);
      expect(await remove("ann", kept, "chat")).toBe(false);
      expect(await remove("ann", { ...kept, id: newId() })).toBe(false);
      expect(await records.countFiles("ann")).toEqual({ bytes: 0, waiting: [] });
      expect(await listed("ann")).toEqual([]);
      await create("ann", 1_000);
    });

    it("of somebody else's file stay counted", async () => {
      const file = await create("ann", 300);
      expect(await remove("bob", file)).toBe(false);
      expect(await records.getFile("ann", file.id)).toEqual(file);
      expect(await usedBytes("ann")).toBe(300);
    });

    it("of what no conversation has are its owner's no more after its time, and the file is gone", async () => {
      const [waiting, kept] = [await create("ann", 300), await create("ann", 500)];
      await claim("ann", "chat", kept);
      await time.pass(dayMs);
      expect(await records.getFile("ann", waiting.id)).toBeUndefined();
      expect(await listed("ann")).toEqual([kept.id]);
      expect(await claim("ann", "chat", waiting)).toBe(false);
      expect(await records.renameFile("ann", waiting.id, "x")).toBe(false);
      expect(await usedBytes("ann")).toBe(500);
      // They make no room before they are taken off.
      expect(await refusedBytes("ann", 500)).toBe(800);
      expect(await remove("ann", waiting)).toBe(true);
      await create("ann", 500);
      expect(await refusedBytes("ann", 1)).toBe(1_000);
    });

    it("may wait in so many uploads at most", { timeout: 30_000 }, async () => {
      const made: File[] = [];
      for (let count = 0; count < limits.waitingFiles; count++) made.push(await create("ann", 0));
      const { refused } = await tryToCreate("ann", 0);
      expect(refused?.waiting).toHaveLength(limits.waitingFiles);
      await claim("ann", "chat", ...made.slice(0, 2));
      await create("ann", 0);
    });
  });

  describe("what is marked as deleted", () => {
    it("is found by nobody, and is counted until it is forgotten", async () => {
      const [upload, kept] = [await create("ann", 300), await create("ann", 500)];
      await claim("ann", "chat", kept);
      expect([await mark("ann", upload), await mark("ann", kept, "chat")]).toEqual([true, true]);
      const asRead = { ...kept, conversationId: "chat" };
      for (const file of [upload, asRead]) {
        expect(await records.getFile("ann", file.id)).toBeUndefined();
        expect(await records.renameFile("ann", file.id, "x")).toBe(false);
        expect(await claim("ann", "other", file)).toBe(false);
        expect(await mark("ann", file, file.conversationId)).toBe(false);
      }
      expect([await listed("ann"), await records.someFilesOf("ann", "chat")]).toEqual([[], []]);
      const now = time.clock();
      const waiting = { isDeleted: true, lookAt: now, until: now };
      const count = await records.countFiles("ann");
      expect(count).toEqual({
        bytes: 800,
        waiting: [
          { id: upload.id, size: 300, ...waiting },
          { id: kept.id, size: 500, ...waiting },
        ],
      });
      expect(usedBytesOf(count, now)).toBe(0);
      expect(await records.forgetFiles("ann", [upload, kept])).toBe(true);
      expect(await records.forgetFiles("ann", [upload])).toBe(false);
      expect(await records.countFiles("ann")).toEqual({ bytes: 0, waiting: [] });
    });

    it("is only what still belongs to whom it was thought to", async () => {
      const [upload, kept] = [await create("ann", 300), await create("ann", 500)];
      await claim("ann", "chat", kept);
      for (const wrong of [mark("ann", upload, "chat"), mark("ann", kept), mark("ann", kept, "other")])
        expect(await wrong).toBe(false);
      expect(await listed("ann")).toEqual([kept.id, upload.id]);
    });

    it("is so together with others, or none of them is", async () => {
      const [upload, kept, late] = [
        await create("ann", 300),
        await create("ann", 500),
        await create("ann", 1),
      ];
      await claim("ann", "chat", kept);
      const until = time.clock() + minutesMs;
      const both = [
        { ...upload, until },
        { ...kept, conversationId: "chat", until },
      ];
      expect(await records.markDeleted("ann", [...both, { ...late, conversationId: "chat", until }])).toBe(
        false,
      );
      expect((await listed("ann")).toSorted()).toEqual([upload.id, kept.id, late.id].toSorted());
      expect(await records.markDeleted("ann", both)).toBe(true);
      expect(await listed("ann")).toEqual([late.id]);
      expect(await records.lookLater("ann", [...both, { id: newId(), until }])).toBe(false);
      expect(await records.lookLater("ann", both)).toBe(true);
      const { waiting } = await records.countFiles("ann");
      expect(waiting.filter(({ isDeleted }) => isDeleted).map(({ lookAt }) => lookAt)).toEqual([
        until,
        until,
      ]);
      expect(await records.forgetFiles("ann", [...both, late])).toBe(false);
      expect(await records.forgetFiles("ann", both)).toBe(true);
      expect(await usedBytes("ann")).toBe(1);
    });

    it("is forgotten by nobody else's call, and nothing is that was not marked", async () => {
      const file = await create("ann", 300);
      await records.forgetFiles("ann", [file]);
      await mark("ann", file);
      await records.forgetFiles("bob", [file]);
      expect((await records.countFiles("ann")).bytes).toBe(300);
    });
  });

  describe("what waits", () => {
    it("is told with its times, until a conversation has it", async () => {
      const file = await create("ann", 300);
      const now = time.clock();
      const upload = { id: file.id, size: 300, isDeleted: false, until: now + dayMs };
      const waiting = async () => (await records.countFiles("ann")).waiting;
      expect(await waiting()).toEqual([{ ...upload, lookAt: now + minutesMs }]);
      await records.lookLater("ann", [upload]);
      expect(await waiting()).toEqual([{ ...upload, lookAt: upload.until }]);
      await claim("ann", "chat", file);
      expect(await waiting()).toEqual([]);
      await records.lookLater("ann", [upload]);
      expect(await waiting()).toEqual([]);
    });
  });

  describe("files of a conversation", () => {
    it("are claimed all or none", async () => {
      const [one, other] = [await create("ann", 1), await create("ann", 1)];
      const never = { ...other, id: newId() };
      expect(await claim("ann", "chat", one, never)).toBe(false);
      expect(await claim("bob", "chat", one)).toBe(false);
      expect(await records.getFile("ann", one.id)).toEqual(one);
      expect(await claim("ann", "chat", one, other)).toBe(true);
      const claimed = { ...one, conversationId: "chat" };
      expect(await records.getFile("ann", one.id)).toEqual({ ...claimed, claimedAt: time.clock() });
      expect(await records.someFilesOf("ann", "chat")).toEqual([
        claimed,
        { ...other, conversationId: "chat" },
      ]);
      expect(await records.someFilesOf("bob", "chat")).toEqual([]);
    });

    it("may be claimed again by it; by another, only by who knows whose they were", async () => {
      const file = await create("ann", 1);
      await claim("ann", "chat", file);
      expect(await claim("ann", "other", file)).toBe(false);
      const asRead = { ...file, conversationId: "chat" };
      expect(await claim("ann", "chat", asRead)).toBe(true);
      expect(await claim("ann", "other", asRead)).toBe(true);
      expect(await records.someFilesOf("ann", "chat")).toEqual([]);
      expect(await records.someFilesOf("ann", "other")).toEqual([{ ...file, conversationId: "other" }]);
    });

    it("are given back by the turn that has them, by no other", async () => {
      const file = await create("ann", 1);
      await claim("ann", "chat", file);
      await records.releaseFiles({ owner: "ann", conversationId: "other", files: [file] });
      expect((await records.getFile("ann", file.id))?.claimedAt).toBe(time.clock());
      await records.releaseFiles({ owner: "ann", conversationId: "chat", files: [file] });
      expect(await records.getFile("ann", file.id)).toEqual({ ...file, conversationId: "chat" });
    });

    it("are claimed once by two turns at the same time", async () => {
      const file = await create("ann", 1);
      const claimed = await Promise.all(["one", "two", "three"].map((chat) => claim("ann", chat, file)));
      expect(claimed.filter(Boolean)).toHaveLength(1);
    });

    it("are told some at a time, until none is left", { timeout: 30_000 }, async () => {
      const made: File[] = [];
      for (let count = 0; count < 30; count++) made.push(await create("ann", 1));
      await claim("ann", "chat", ...made);
      const seen = new Set<string>();
      for (let files; (files = await records.someFilesOf("ann", "chat")).length > 0;)
        for (const file of files) {
          seen.add(file.id);
          await remove("ann", file, "chat");
        }
      expect([...seen]).toEqual(made.map(({ id }) => id));
      expect(await records.countFiles("ann")).toEqual({ bytes: 0, waiting: [] });
    });
  });
}
