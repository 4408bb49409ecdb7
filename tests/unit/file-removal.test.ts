import { beforeEach, describe, expect, it } from "vitest";
import { createConversationFiles } from "../../runtime/core/file-removal";
import { spareTime } from "../../runtime/core/spare-time";
import { deleteFile, type FilesPorts, listFiles } from "../../runtime/core/files";
import { FilesUnderTest, problemOf } from "./fakes/files-under-test";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
let tested: FilesUnderTest;
beforeEach(() => {
  tested = new FilesUnderTest();
});

const remove = (id: string, ports: FilesPorts = tested.ports) => deleteFile(ports, "ann", id);
const removeFilesOf = async (chat: string, ports: FilesPorts = tested.ports) => {
  const files = createConversationFiles(ports);
  const time = spareTime(ports.clock);
  await files.deleteFilesOf("ann", chat);
  await files.goOn("ann", time);
};
/** S3 is away when bytes are to be deleted. */
const dying = (): FilesPorts => ({
  ...tested.ports,
  bytes: { ...tested.bytes, delete: () => Promise.reject(new Error("S3 is away")) },
});
/** S3 does not delete this file just now. */
const refusing = (stuck: string): FilesPorts => ({
  ...tested.ports,
  bytes: {
    ...tested.bytes,
    delete: (owner, id) =>
      id === stuck ? Promise.reject(new Error("S3 is busy")) : tested.bytes.delete(owner, id),
  },
});
const nothing = { bytes: 0, waiting: [] };

describe("A file that is deleted", () => {
  it("is forgotten at once when its form has ended", async () => {
    const id = await tested.upload();
    await tested.time.pass(20 * minuteMs);
    await remove(id);
    expect([tested.bytes.objects.size, await tested.counted()]).toEqual([0, nothing]);
    expect(await problemOf(remove(id))).toBe("not_found There is no such file.");
  });

  it("is nobody's and counted as long as its form may bring bytes, which go then", async () => {
    const id = await tested.upload();
    await remove(id);
    expect(await tested.listed()).toEqual([[], 0]);
    expect((await tested.counted()).bytes).toBe(5);
    tested.bytes.upload("ann", id, "again");
    await tested.time.pass(19 * minuteMs);
    expect(await tested.listed()).toEqual([[], 0]);
    expect(tested.bytes.objects.size).toBe(1);
    await tested.time.pass(minuteMs);
    await tested.listed();
    expect([tested.bytes.objects.size, await tested.counted()]).toEqual([0, nothing]);
  });

  it.each(["conversation", "nothing"])(
    "and belongs to %s is deleted to its end by whatever its owner does next",
    async (of) => {
      const next = [
        () => tested.listed(),
        () => problemOf(remove("another")),
        () => removeFilesOf("another"),
      ];
      for (const goOn of next) {
        const id = await tested.upload();
        if (of === "conversation") await tested.claim([id], "chat");
        await expect(remove(id, dying())).rejects.toThrow("S3 is away");
        expect([await tested.ports.records.getFile("ann", id), tested.bytes.objects.size]).toEqual([
          undefined,
          1,
        ]);
        await goOn();
        expect(tested.bytes.objects.size).toBe(0);
      }
    },
  );

  it("that a turn takes at the same moment goes with its conversation's bytes", async () => {
    const id = await tested.upload();
    const { ports } = tested;
    let isTaken = false;
    const getFile: typeof ports.records.getFile = async (owner, file) => {
      const read = await ports.records.getFile(owner, file);
      if (!isTaken) {
        isTaken = true;
        await tested.claim([id], "chat");
      }
      return read;
    };
    await remove(id, { ...ports, records: { ...ports.records, getFile } });
    expect([tested.bytes.objects.size, await ports.records.getFile("ann", id)]).toEqual([0, undefined]);
  });
});

describe("Earlier deletions that take long", () => {
  it.each([
    ["a deletion", (ports: FilesPorts) => problemOf(remove("another", ports))],
    ["a conversation's deletion", (ports: FilesPorts) => removeFilesOf("another", ports)],
    ["a list", (ports: FilesPorts) => listFiles(ports, "ann", { limit: 10 })],
  ])("keep %s waiting for five seconds; the next one goes on", async (_name, next) => {
    const ids: string[] = [];
    for (let count = 0; count < 25; count++) ids.push(await tested.upload());
    for (const id of ids) await expect(remove(id, dying())).rejects.toThrow("S3 is away");
    await tested.time.pass(20 * minuteMs);
    const slow: FilesPorts = {
      ...tested.ports,
      bytes: {
        ...tested.bytes,
        async delete(owner, id) {
          await tested.bytes.delete(owner, id);
          await tested.time.pass(3_000);
        },
      },
    };
    const left: number[] = [];
    for (let called = 0; called < 2; called++) {
      await next(slow);
      left.push(tested.bytes.objects.size, (await tested.counted()).waiting.length);
    }
    expect(left).toEqual([5, 5, 0, 0]);
  });
});

describe("An earlier deletion that cannot be finished just now", () => {
  it("is not in the way of deleting another file, or a conversation's", async () => {
    const [stuck, other, chats] = [await tested.upload(), await tested.upload(), await tested.upload()];
    await tested.claim([chats], "chat");
    await expect(remove(stuck, dying())).rejects.toThrow("S3 is away");
    await remove(other, refusing(stuck));
    await removeFilesOf("chat", refusing(stuck));
    expect([...tested.bytes.objects.keys()]).toEqual([`uploads/ann/${stuck}`]);
    expect(tested.logger.entries.map(({ error }) => String(error))).toEqual([
      // Its own deletion tries it once more, with all others, before it fails.
      "Error: S3 is away",
      "Error: S3 is busy",
      "Error: S3 is busy",
    ]);
  });

  it("is told to who deletes that very file again", async () => {
    const id = await tested.upload();
    await expect(remove(id, dying())).rejects.toThrow("S3 is away");
    await expect(remove(id, refusing(id))).rejects.toThrow("S3 is busy");
    expect(await problemOf(remove(id))).toBe("not_found There is no such file.");
    expect(tested.bytes.objects.size).toBe(0);
  });
});

describe("The files of a conversation", () => {
  it("go with it, with all that was made from them; no others do", async () => {
    const { ports, bytes } = tested;
    const [one, other, third] = [await tested.upload(), await tested.upload(), await tested.upload()];
    await tested.claim([one, other], "chat");
    await tested.claim([third], "third");
    await bytes.writeExtra({ owner: "ann", id: one, isKept: true }, "text", Buffer.from("read"));
    await removeFilesOf("chat");
    await removeFilesOf("chat");
    expect([...bytes.objects.keys()]).toEqual([`files/ann/${third}`]);
    expect((await tested.listed())[1]).toBe(5);
    await tested.time.pass(20 * minuteMs);
    await tested.listed();
    expect(await ports.records.countFiles("ann")).toEqual({ bytes: 5, waiting: [] });
  });

  it("are gone on with when their deletion was cut short", async () => {
    const [one, other] = [await tested.upload(), await tested.upload()];
    await tested.claim([one, other], "chat");
    await expect(removeFilesOf("chat", dying())).rejects.toThrow("S3 is away");
    expect([await tested.ports.records.getFile("ann", one), tested.bytes.objects.size]).toEqual([
      undefined,
      2,
    ]);
    await removeFilesOf("chat");
    expect([tested.bytes.objects.size, await tested.listed()]).toEqual([0, [[], 0]]);
  });

  it("that never can be deleted end in an error that names it, not in looking without end", async () => {
    const id = await tested.upload();
    await tested.claim([id], "chat");
    const { ports } = tested;
    const records = { ...ports.records, markDeleted: async () => false };
    await expect(removeFilesOf("chat", { ...ports, records })).rejects.toThrow(
      "the files of conversation chat could not be deleted: they keep changing",
    );
  });

  it("stay when another turn has taken them meanwhile", async () => {
    const id = await tested.upload();
    await tested.claim([id], "chat");
    const { ports } = tested;
    const someFilesOf: typeof ports.records.someFilesOf = async (owner, chat) => {
      const files = await ports.records.someFilesOf(owner, chat);
      if (files.length > 0) await ports.records.claimFiles({ owner, conversationId: "other", files });
      return files;
    };
    await removeFilesOf("chat", { ...ports, records: { ...ports.records, someFilesOf } });
    expect(await ports.records.getFile("ann", id)).toMatchObject({ conversationId: "other" });
    expect([...tested.bytes.objects.keys()]).toEqual([`files/ann/${id}`]);
  });
});

describe("A sweep", () => {
  it("takes off an upload that belongs to no conversation after a day, and no sooner", async () => {
    const id = await tested.upload();
    await tested.time.pass(dayMs - 1_000);
    expect(await tested.listed()).toEqual([[id], 5]);
    await tested.time.pass(1_000);
    expect(await tested.listed()).toEqual([[], 0]);
    expect([tested.bytes.objects.size, await tested.counted()]).toEqual([0, nothing]);
  });

  it("leaves what a turn takes while it is looked at", async () => {
    const id = await tested.upload();
    await tested.time.pass(20 * minuteMs);
    const { ports, bytes } = tested;
    const sizeOf: typeof bytes.sizeOf = async (place) => {
      if (bytes.objects.has(`uploads/ann/${id}`)) await tested.claim([id], "chat");
      return bytes.sizeOf(place);
    };
    await listFiles({ ...ports, bytes: { ...bytes, sizeOf } }, "ann", { limit: 10 });
    expect(await tested.listed()).toEqual([[id], 5]);
    expect([...bytes.objects.keys()]).toEqual([`files/ann/${id}`]);
  });

  it("deletes nothing where S3 does not say that it is missing", async () => {
    const id = await tested.upload();
    await tested.time.pass(20 * minuteMs);
    const { ports, bytes } = tested;
    const sizeOf = () => Promise.reject(new Error("AccessDenied"));
    const forbidden = { ...ports, bytes: { ...bytes, sizeOf } };
    expect(await listFiles(forbidden, "ann", { limit: 10 })).toMatchObject({ files: [{ id }], usedBytes: 5 });
    expect(tested.logger.entries).toMatchObject([
      { level: "error", error: { message: "AccessDenied" } },
      { level: "error", error: { message: "AccessDenied" }, fileId: id },
    ]);
    expect(await tested.listed()).toEqual([[id], 5]);
  });

  it("that cannot remove one file removes the others, and the list comes", async () => {
    const [stuck, other, kept] = [await tested.upload(), await tested.upload(), await tested.upload()];
    for (const id of [stuck, other]) await expect(remove(id, dying())).rejects.toThrow("S3 is away");
    await tested.time.pass(20 * minuteMs);
    const { ports } = tested;
    const { files, usedBytes } = await listFiles(refusing(stuck), "ann", { limit: 10 });
    expect([files.map(({ id }) => id), usedBytes]).toEqual([[kept], 5]);
    expect([...tested.bytes.objects.keys()]).toEqual([`uploads/ann/${stuck}`, `uploads/ann/${kept}`]);
    expect((await ports.records.countFiles("ann")).bytes).toBe(10);
    expect(tested.logger.entries.at(-1)).toMatchObject({ level: "error", error: { message: "S3 is busy" } });
    await tested.listed();
    expect([...tested.bytes.objects.keys()]).toEqual([`uploads/ann/${kept}`]);
  });

  it("looks at an upload once, not with every list", async () => {
    await tested.upload();
    await tested.time.pass(20 * minuteMs);
    await tested.listed();
    expect((await tested.counted()).waiting).toMatchObject([
      { lookAt: tested.time.clock() + dayMs - 20 * minuteMs },
    ]);
  });
});
