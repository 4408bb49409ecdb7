import { beforeEach, describe, expect, it } from "vitest";
import { claimFiles, releaseFiles } from "../../runtime/core/file-claims";
import { changeFile, deleteFile, type FilesPorts, linkToFile } from "../../runtime/core/files";
import { keepReadings, noFiles } from "../../runtime/core/turn-files";
import { FilesUnderTest, problemOf } from "./fakes/files-under-test";
import { createListLogger } from "./fakes/list-logger";

let tested: FilesUnderTest;
beforeEach(() => {
  tested = new FilesUnderTest();
});

const inUse = (id: string) =>
  `conflict files: "a.txt" (${id}) is being used by another turn just now; send it again.`;
/** Deletes the file in the moment before the write reaches S3. */
const deletedDuring = (id: string, write: "keep" | "writeExtra"): FilesPorts => {
  const { ports, bytes } = tested;
  const deleting = async (...args: never[]) => {
    await deleteFile(ports, "ann", id);
    // What was uploaded is read already when it is deleted.
    if (write === "keep") bytes.upload("ann", id);
    return (bytes[write] as (...args: never[]) => unknown)(...args);
  };
  return { ...ports, bytes: { ...bytes, [write]: deleting } };
};

describe("A file that a turn has claimed", () => {
  it("is no other's before its conversation is there, nor when that fails, for a while", async () => {
    const id = await tested.upload();
    await tested.claim([id], "first");
    expect(await problemOf(tested.claim([id], "second"))).toBe(inUse(id));
    await tested.time.pass(119_000);
    expect(await problemOf(tested.claim([id], "second"))).toBe(inUse(id));
    await tested.time.pass(1_000);
    await tested.claim([id], "second");
    expect(await problemOf(tested.asked([id], "first"))).toBe(inUse(id));
  });

  it("is free at once when the turn gives it back, and can be listed and deleted meanwhile", async () => {
    const id = await tested.upload();
    const files = await tested.asked([id]);
    await claimFiles(tested.ports, "ann", files, "first");
    await releaseFiles({ ...tested.ports, logger: createListLogger() }, "ann", files, "first");
    expect((await tested.listed())[0]).toEqual([id]);
    await tested.claim([id], "second");
    await deleteFile(tested.ports, "ann", id);
    expect([(await tested.listed())[0], tested.bytes.objects.size]).toEqual([[], 0]);
  });

  it("stays taken for a while when giving it back fails, which fails nothing else", async () => {
    const id = await tested.upload();
    const files = await tested.asked([id]);
    await claimFiles(tested.ports, "ann", files, "first");
    const releaseFailing = () => Promise.reject(new Error("the table is away"));
    const records = { ...tested.ports.records, releaseFiles: releaseFailing };
    const logger = createListLogger();
    await releaseFiles({ records, logger }, "ann", files, "first");
    expect(logger.entries).toMatchObject([{ level: "error", conversationId: "first" }]);
    expect(await problemOf(tested.claim([id], "second"))).toBe(inUse(id));
  });

  it("is moved by the next who asks for a link when its turn died before", async () => {
    const id = await tested.upload();
    const files = await tested.asked([id]);
    await tested.ports.records.claimFiles({ owner: "ann", conversationId: "chat", files });
    const { url, ...file } = await linkToFile(tested.ports, "ann", id);
    expect(url).toBe(`memory:files/ann/${id}?a.txt`);
    expect(file).not.toHaveProperty("claimedAt");
    expect([...tested.bytes.objects.keys()]).toEqual([`files/ann/${id}`]);
  });

  it("has no link when there is nothing to move", async () => {
    const id = await tested.upload();
    const files = await tested.asked([id]);
    await tested.ports.records.claimFiles({ owner: "ann", conversationId: "chat", files });
    tested.bytes.objects.clear();
    expect(await problemOf(linkToFile(tested.ports, "ann", id))).toBe("not_found There is no such file.");
  });

  it("does not tell when it was", async () => {
    const id = await tested.upload();
    tested.there.add("chat");
    const changed = await changeFile(tested.ports, "ann", id, { conversationId: "chat" });
    expect(changed).toMatchObject({ id, conversationId: "chat" });
    expect(changed).not.toHaveProperty("claimedAt");
  });
});

describe("A file that is deleted while a turn works with it leaves nothing behind", () => {
  it("when the turn moves it", async () => {
    const id = await tested.upload();
    const files = await tested.asked([id]);
    expect(await problemOf(claimFiles(deletedDuring(id, "keep"), "ann", files, "chat"))).toBe(
      "conflict files: one of them was deleted or used elsewhere just now; send it again.",
    );
    expect([tested.bytes.objects.size, (await tested.listed())[0]]).toEqual([0, []]);
  });

  it("when the turn keeps what it has read", async () => {
    const id = await tested.upload();
    await tested.claim([id], "chat");
    const content = { kind: "text" as const, type: "text", parts: [] };
    const logger = createListLogger();
    const ports = { ...deletedDuring(id, "writeExtra"), logger };
    await keepReadings(ports, "ann", { ...noFiles, fresh: [{ id, content }] });
    expect(tested.bytes.objects.size).toBe(0);
  });
});
