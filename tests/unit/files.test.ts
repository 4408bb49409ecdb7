import { beforeEach, describe, expect, it } from "vitest";
import { createNewId } from "../../runtime/adapters/new-id";
import { attachment } from "../../runtime/core/content-disposition";
import { askedFiles, claimFiles } from "../../runtime/core/file-claims";
import { createConversationFiles } from "../../runtime/core/file-removal";
import { fileNameOf, refuseUnusable } from "../../runtime/core/file-rules";
import { type FilesPorts, linkToFile, listFiles, requestUpload } from "../../runtime/core/files";
import { Problem } from "../../runtime/contract/problem";
import { FakeTime } from "./fakes/fake-time";
import { createMemoryFileBytes, type MemoryFileBytes } from "./fakes/memory-file-bytes";
import { createMemoryFileRecords } from "./fakes/memory-file-records";

const hourMs = 3_600_000;
const there = new Set<string>();
let time: FakeTime;
let bytes: MemoryFileBytes;
let ports: FilesPorts;

beforeEach(() => {
  time = new FakeTime();
  bytes = createMemoryFileBytes();
  there.clear();
  ports = {
    bytes,
    records: createMemoryFileRecords(time.clock),
    store: {
      async getConversation(_owner, id) {
        if (!there.has(id)) throw new Problem("not_found", "There is no such conversation.");
        return { id, title: "", createdAt: "", updatedAt: "", pinned: false };
      },
    },
    fileLimits: { maxFileBytes: 100, maxPerTurn: 2, maxPersonBytes: 1_000, seesImages: false },
    clock: time.clock,
    newId: createNewId(time.clock),
  };
});

const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => "none",
    (error: unknown) => (error instanceof Problem ? `${error.code} ${error.message}` : String(error)),
  );
const ask = (size = 5, name = "a.txt") => requestUpload(ports, "ann", { name, type: "text/plain", size });
async function upload(): Promise<string> {
  const { id } = await ask();
  bytes.upload("ann", id, "hello");
  return id;
}
const asked = (ids: string[], conversationId?: string) => askedFiles(ports, "ann", ids, conversationId);
const claim = async (ids: string[], conversationId: string) =>
  claimFiles(ports, "ann", await asked(ids, conversationId), conversationId);

describe("The files of a turn", () => {
  it("are told in their order, and belong to no conversation by that", async () => {
    const [one, other] = [await upload(), await upload()];
    const files = await asked([other, one]);
    expect(files.map(({ id, conversationId }) => [id, conversationId])).toEqual([
      [other, undefined],
      [one, undefined],
    ]);
  });

  it("are moved out of reach of the form that uploaded them, once the turn claims them", async () => {
    const id = await upload();
    await claim([id], "chat");
    await claim([id], "chat");
    expect([...bytes.objects.keys()]).toEqual([`files/ann/${id}`]);
    expect(await ports.records.getFile("ann", id)).toMatchObject({ conversationId: "chat" });
  });

  it("are refused with what is wrong, each by its name, and nothing has changed", async () => {
    const [sent, unsent] = [await upload(), (await ask(5, "unsent.txt")).id];
    expect(await problemOf(asked([sent, sent, sent]))).toBe(
      "bad_request files: has 3 entries; at most 2 are allowed.",
    );
    expect(await problemOf(asked([sent, "never"]))).toBe('not_found files: there is no file "never".');
    expect(await problemOf(asked([unsent, sent]))).toBe(
      `conflict files: "unsent.txt" (${unsent}) has not been uploaded.`,
    );
    expect(await problemOf(askedFiles(ports, "bob", [sent]))).toBe(
      `not_found files: there is no file "${sent}".`,
    );
    expect(await ports.records.getFile("ann", sent)).not.toHaveProperty("conversationId");
  });

  it("of another conversation are refused as long as that is there", async () => {
    const id = await upload();
    there.add("chat");
    await claim([id], "chat");
    expect(await problemOf(asked([id], "other"))).toBe(
      `conflict files: "a.txt" (${id}) belongs to another conversation; upload it again to use it here.`,
    );
    expect(await problemOf(asked([id], "chat"))).toBe("none");
    // A turn that claimed it and was never stored has made no conversation.
    there.clear();
    await claim([id], "other");
    expect(await ports.records.getFile("ann", id)).toMatchObject({ conversationId: "other" });
  });

  it("that another turn takes at the same time belong to one of the two", async () => {
    const id = await upload();
    const files = await asked([id]);
    await claimFiles(ports, "ann", files, "one");
    expect(await problemOf(claimFiles(ports, "ann", files, "two"))).toBe(
      "conflict files: one of them was deleted or used elsewhere just now; send it again.",
    );
  });
});

describe("The list of files", () => {
  it("has what was uploaded, and forgets after an hour what never came", async () => {
    const [sent, unsent] = [await upload(), (await ask()).id];
    const listed = async () => {
      const { files, usedBytes } = await listFiles(ports, "ann", { limit: 10 });
      return [files.map(({ id }) => id), usedBytes];
    };
    expect(await listed()).toEqual([[sent], 10]);
    expect(await problemOf(linkToFile(ports, "ann", unsent))).toBe("not_found There is no such file.");
    await time.pass(hourMs + 1);
    expect(await listed()).toEqual([[sent], 5]);
    expect(await ports.records.getFile("ann", unsent)).toBeUndefined();
  });
});

describe("The files of a conversation", () => {
  it("go with it, with all that was made from them; no others do", async () => {
    const [one, other, third] = [await upload(), await upload(), await upload()];
    await claim([one, other], "chat");
    await claim([third], "third");
    await bytes.writeExtra({ owner: "ann", id: one, isKept: true }, "text", Buffer.from("read"));
    await createConversationFiles(ports).deleteFilesOf("ann", "chat");
    await createConversationFiles(ports).deleteFilesOf("ann", "chat");
    expect([...bytes.objects.keys()]).toEqual([`files/ann/${third}`]);
    expect(await ports.records.usedBytes("ann")).toBe(5);
  });

  it("are gone on with when their deletion was cut short", async () => {
    const [one, other] = [await upload(), await upload()];
    await claim([one, other], "chat");
    const failing = { ...bytes, delete: () => Promise.reject(new Error("S3 is away")) };
    const first = createConversationFiles({ ...ports, bytes: failing }).deleteFilesOf("ann", "chat");
    await expect(first).rejects.toThrow("S3 is away");
    expect(await ports.records.someFilesOf("ann", "chat")).toEqual([one, other]);
    await createConversationFiles(ports).deleteFilesOf("ann", "chat");
    expect([bytes.objects.size, await ports.records.usedBytes("ann")]).toEqual([0, 0]);
  });
});

describe("What a file may be", () => {
  const refused = (type: string, size = 1, seesImages = false) =>
    problemOf((async () => refuseUnusable({ name: "a", type, size }, { maxFileBytes: 100, seesImages }))());

  it.each([
    ["text/plain", "none"],
    ["application/octet-stream", "none"],
    ["image/png", "bad_request type: is image/png; the model does not see images."],
    [
      "audio/mpeg",
      "bad_request type: is audio/mpeg; what can be read are texts, PDF, Word, Excel and PowerPoint.",
    ],
    // As browsers call TypeScript.
    ["video/mp2t", "none"],
    // A drawing that is a text.
    ["image/svg+xml", "none"],
  ])("is told before it is sent: %s", async (type, problem) => {
    expect(await refused(type)).toBe(problem);
  });

  it("has its limit of bytes, and images where the model sees them", async () => {
    expect(await refused("text/plain", 100)).toBe("none");
    expect(await refused("text/plain", 101)).toBe("too_large size: is 101 bytes; at most 100 are allowed.");
    expect(await refused("image/png", 1, true)).toBe("none");
  });
});

describe("The name of a file", () => {
  it.each([
    ["report.pdf", "report.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ann\\粉.txt", "粉.txt"],
    ["folder/", "folder"],
    ["a\r\nset-cookie: x.txt", "aset-cookie: x.txt"],
    ["fdp.\u202exe", "fdp.xe"],
    [" . ", "file"],
    ["/", "file"],
  ])("is one harmless line: %j", (name, kept) => {
    expect(fileNameOf(name)).toBe(kept);
  });

  it("is told to the browser in letters that every header may have, and as it is", () => {
    expect(attachment('a "b" %41.txt')).toBe(
      "attachment; filename=\"a _b_ _41.txt\"; filename*=UTF-8''a%20%22b%22%20%2541.txt",
    );
    expect(attachment("قائمة 🍞.csv")).toBe(
      `attachment; filename="_____ _.csv"; filename*=UTF-8''${encodeURIComponent("قائمة 🍞.csv")}`,
    );
  });
});
