import { beforeEach, describe, expect, it } from "vitest";
import type { File } from "../../runtime/contract/file";
import { limits } from "../../runtime/contract/limits";
import type { FileRecords } from "../../runtime/file-ports";
import { FakeTime } from "../unit/fakes/fake-time";
import { createNewId } from "../../runtime/adapters/new-id";
import { problemOf } from "./store-under-test";

const dayMs = 86_400_000;

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

  async function create(owner: string, size: number, maxPersonBytes = 1_000): Promise<File> {
    const createdAt = new Date(time.clock()).toISOString();
    const file = { id: newId(), name: "粉 & Co.txt", type: "text/plain", size, createdAt };
    await records.createFile({ owner, file, until: time.clock() + dayMs, maxPersonBytes });
    return file;
  }
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
      expect(await problemOf(create("ann", 401))).toBe("conflict");
      await create("ann", 400);
      await create("ann", 0);
      expect(await problemOf(create("ann", 1))).toBe("conflict");
      await create("bob", 1_000);
      expect([await records.usedBytes("ann"), await records.usedBytes("carol")]).toEqual([1_000, 0]);
      expect(await problemOf(create("carol", 1_001))).toBe("conflict");
    });

    it("never pass the limit, however many uploads begin at once", async () => {
      const tried = await Promise.all(Array.from({ length: 12 }, () => problemOf(create("ann", 300))));
      expect(tried.filter((outcome) => outcome === "no problem")).toHaveLength(3);
      expect(await records.usedBytes("ann")).toBe(900);
      expect(await listed("ann")).toHaveLength(3);
    });

    it("are given back by deletion, once", async () => {
      const [waiting, kept] = [await create("ann", 300), await create("ann", 500)];
      await claim("ann", "chat", kept);
      for (const { id } of [waiting, kept, kept]) await records.deleteFile("ann", id);
      await records.deleteFile("ann", "never-was");
      expect(await records.usedBytes("ann")).toBe(0);
      expect(await listed("ann")).toEqual([]);
      await create("ann", 1_000);
    });

    it("of somebody else's file stay counted", async () => {
      const file = await create("ann", 300);
      await records.deleteFile("bob", file.id);
      expect(await records.getFile("ann", file.id)).toEqual(file);
      expect(await records.usedBytes("ann")).toBe(300);
    });

    it("of what no conversation has come back after its time, and the file is gone", async () => {
      const [waiting, kept] = [await create("ann", 300), await create("ann", 500)];
      await claim("ann", "chat", kept);
      await time.pass(dayMs);
      expect(await records.getFile("ann", waiting.id)).toBeUndefined();
      expect(await listed("ann")).toEqual([kept.id]);
      expect(await claim("ann", "chat", waiting)).toBe(false);
      expect(await records.renameFile("ann", waiting.id, "x")).toBe(false);
      expect(await records.usedBytes("ann")).toBe(500);
      await create("ann", 500);
      expect(await problemOf(create("ann", 1))).toBe("conflict");
      expect(await records.usedBytes("ann")).toBe(1_000);
    });

    it("may wait in so many uploads at most", { timeout: 30_000 }, async () => {
      const made: File[] = [];
      for (let count = 0; count < limits.waitingFiles; count++) made.push(await create("ann", 0));
      expect(await problemOf(create("ann", 0))).toBe("conflict");
      await claim("ann", "chat", ...made.slice(0, 2));
      await create("ann", 0);
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
      expect(await records.getFile("ann", one.id)).toEqual({ ...one, conversationId: "chat" });
      expect(await records.someFilesOf("ann", "chat")).toEqual([one.id, other.id]);
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
      expect(await records.someFilesOf("ann", "other")).toEqual([file.id]);
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
      for (let ids; (ids = await records.someFilesOf("ann", "chat")).length > 0;)
        for (const id of ids) {
          seen.add(id);
          await records.deleteFile("ann", id);
        }
      expect([...seen]).toEqual(made.map(({ id }) => id));
      expect(await records.usedBytes("ann")).toBe(0);
    });
  });
}
