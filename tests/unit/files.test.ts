import { beforeEach, describe, expect, it } from "vitest";
import { attachment } from "../../runtime/core/content-disposition";
import { askedFiles, claimFiles } from "../../runtime/core/file-claims";
import { fileNameOf, refuseUnusable } from "../../runtime/core/file-rules";
import { linkToFile, listFiles } from "../../runtime/core/files";
import { FilesUnderTest, problemOf } from "./fakes/files-under-test";

const minuteMs = 60_000;
let tested: FilesUnderTest;
beforeEach(() => {
  tested = new FilesUnderTest();
});

describe("The files of a turn", () => {
  it("are told in their order, and belong to no conversation by that", async () => {
    const [one, other] = [await tested.upload(), await tested.upload()];
    const files = await tested.asked([other, one]);
    expect(files.map(({ id, conversationId }) => [id, conversationId])).toEqual([
      [other, undefined],
      [one, undefined],
    ]);
  });

  it("are moved out of reach of the form that uploaded them, once the turn claims them", async () => {
    const id = await tested.upload();
    await tested.claim([id], "chat");
    await tested.claim([id], "chat");
    expect([...tested.bytes.objects.keys()]).toEqual([`files/ann/${id}`]);
    expect(await tested.ports.records.getFile("ann", id)).toMatchObject({ conversationId: "chat" });
  });

  it("are refused with what is wrong, each by its name, and nothing has changed", async () => {
    const { ports } = tested;
    const [sent, unsent] = [await tested.upload(), (await tested.ask(5, "unsent.txt")).id];
    expect(await problemOf(tested.asked([sent, sent, sent]))).toBe(
      "bad_request files: has 3 entries; at most 2 are allowed.",
    );
    expect(await problemOf(tested.asked([sent, "never"]))).toBe('not_found files: there is no file "never".');
    expect(await problemOf(tested.asked([unsent, sent]))).toBe(
      `conflict files: "unsent.txt" (${unsent}) has not been uploaded.`,
    );
    expect(await problemOf(askedFiles(ports, "bob", [sent]))).toBe(
      `not_found files: there is no file "${sent}".`,
    );
    expect(await ports.records.getFile("ann", sent)).not.toHaveProperty("conversationId");
  });

  it("of another conversation are refused as long as that is there", async () => {
    const id = await tested.upload();
    tested.there.add("chat");
    await tested.claim([id], "chat");
    expect(await problemOf(tested.asked([id], "other"))).toBe(
      `conflict files: "a.txt" (${id}) belongs to another conversation; upload it again to use it here.`,
    );
    expect(await problemOf(tested.asked([id], "chat"))).toBe("none");
    // A turn that claimed it and was never stored has made no conversation.
    tested.there.clear();
    await tested.time.pass(2 * minuteMs);
    await tested.claim([id], "other");
    expect(await tested.ports.records.getFile("ann", id)).toMatchObject({ conversationId: "other" });
  });

  it("that another turn takes at the same time belong to one of the two", async () => {
    const id = await tested.upload();
    const files = await tested.asked([id]);
    await claimFiles(tested.ports, "ann", files, "one");
    expect(await problemOf(claimFiles(tested.ports, "ann", files, "two"))).toBe(
      "conflict files: one of them was deleted or used elsewhere just now; send it again.",
    );
  });
});

describe("The list of files", () => {
  it("has what was uploaded, and forgets what never came once it cannot come any more", async () => {
    const [sent, unsent] = [await tested.upload(), (await tested.ask()).id];
    expect(await tested.listed()).toEqual([[sent], 10]);
    expect(await problemOf(linkToFile(tested.ports, "ann", unsent))).toBe("not_found There is no such file.");
    await tested.time.pass(19 * minuteMs);
    expect(await tested.listed()).toEqual([[sent], 10]);
    await tested.time.pass(minuteMs);
    expect(await tested.listed()).toEqual([[sent], 5]);
    expect(await tested.ports.records.getFile("ann", unsent)).toBeUndefined();
  });

  it("has no page without a file where more follows", async () => {
    const first = await tested.upload();
    for (let count = 0; count < 8; count++) await tested.ask();
    const page = await listFiles(tested.ports, "ann", { limit: 2 });
    expect([page.files.map(({ id }) => id), page.cursor]).toEqual([[first], undefined]);
  });

  it("has a file that a turn takes while the list is read", async () => {
    const id = await tested.upload();
    const { ports, bytes } = tested;
    const sizeOf: typeof bytes.sizeOf = async (place) => {
      await tested.claim([id], "chat");
      return bytes.sizeOf(place);
    };
    const { files } = await listFiles({ ...ports, bytes: { ...bytes, sizeOf } }, "ann", { limit: 10 });
    expect(files).toMatchObject([{ id, conversationId: "chat" }]);
    expect([...bytes.objects.keys()]).toEqual([`files/ann/${id}`]);
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
