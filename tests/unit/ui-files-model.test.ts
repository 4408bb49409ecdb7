import { describe, expect, it, vi } from "vitest";
import type { File } from "../../runtime/contract/file";
import { ApiError, ConnectionLost } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { enDialogs } from "../../ui/messages/en-dialogs";
import { byteCount, fileSize } from "../../ui/messages/file-size";
import { sourcesText } from "../../ui/messages/sources-text";
import { createFilesModel } from "../../ui/models/files-model";
import { at, fakePorts } from "./ui-fakes";

const file = (id: string, conversationId?: string): File => ({
  id,
  name: `${id}.txt`,
  type: "text/plain",
  size: 5,
  createdAt: at,
  conversationId,
});
const conversation = { id: "c2", title: "Rye", createdAt: at, updatedAt: at, pinned: false };

function setUp(given: Partial<ParleyApi> = {}) {
  const pages: Record<string, Awaited<ReturnType<ParleyApi["listFiles"]>>> = {
    first: { files: [file("f1", "c1"), file("f2", "c2")], cursor: "empty", usedBytes: 15, limitBytes: 100 },
    empty: { files: [], cursor: "last", usedBytes: 15, limitBytes: 100 },
    last: { files: [file("f3", "c2")], usedBytes: 15, limitBytes: 100 },
  };
  const getConversation = vi.fn<ParleyApi["getConversation"]>(async () => conversation);
  const listFiles: ParleyApi["listFiles"] = async ({ cursor = "first" }) => {
    const page = pages[cursor];
    if (!page) throw new ApiError(400, "bad_request", "No such page.");
    return page;
  };
  const api = { listFiles, getConversation, deleteFile: async () => undefined, ...given };
  const model = createFilesModel(fakePorts(api), (id) => (id === "c1" ? "Bread" : undefined));
  return { model, getConversation, ids: () => model.files.value.map(({ id }) => id) };
}

describe("One's files", () => {
  it("come page by page, over empty ones, with the titles of their chats, each asked for once", async () => {
    const { model, getConversation, ids } = setUp();
    await model.load();
    expect([ids(), model.hasMore.value, model.room.value]).toEqual([
      ["f1", "f2"],
      true,
      { usedBytes: 15, limitBytes: 100 },
    ]);
    await model.load();
    expect([ids(), model.hasMore.value]).toEqual([["f1", "f2", "f3"], false]);
    expect([model.titleOf("c1"), model.titleOf("c2"), model.titleOf("c3")]).toEqual([
      "Bread",
      "Rye",
      undefined,
    ]);
    expect(getConversation.mock.calls).toEqual([["c2"]]);
  });

  it("that are deleted leave the list and its sum; one that cannot be stays, and it is said why", async () => {
    const deleteFile = vi.fn<ParleyApi["deleteFile"]>().mockRejectedValueOnce(new ConnectionLost());
    deleteFile.mockRejectedValueOnce(new ApiError(404, "not_found", "No such file."));
    const { model, ids } = setUp({ deleteFile });
    await model.load();
    expect(await model.remove(file("f1"))).toBe("There is no connection.");
    expect(ids()).toEqual(["f1", "f2"]);
    // Deleted elsewhere before: then that is done.
    expect(await model.remove(file("f1"))).toBeUndefined();
    expect([ids(), model.room.value?.usedBytes]).toEqual([["f2"], 10]);
  });

  it("that cannot be listed are asked for again", async () => {
    const listFiles = vi.fn<ParleyApi["listFiles"]>().mockRejectedValueOnce(new ConnectionLost());
    listFiles.mockResolvedValueOnce({ files: [], usedBytes: 0, limitBytes: 100 });
    const { model } = setUp({ listFiles });
    await model.load();
    expect(model.state.value).toBe("failed");
    await model.load();
    expect([model.state.value, model.hasMore.value]).toEqual(["ready", false]);
  });
});

it.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [1_023, "1,023 bytes"],
  [1_536, "1.5 kB"],
  [26_214_400, "25 MB"],
  [1_073_741_824, "1 GB"],
])("%d bytes are told as %s", (bytes, told) => {
  expect(fileSize(bytes)).toBe(told);
});

it("a size that is hardly over a limit is told by its bytes", () => {
  expect(byteCount(26_214_401)).toBe("26,214,401 bytes");
});

it("what a reply was made from is told in words of the page, each name set apart", () => {
  const sources = [
    { fileId: "f1", name: "report.pdf", parts: ["page 12", "pages 14–15"] },
    { fileId: "f2", name: "data.xlsx", parts: ["rows 1–400 of Prices", "image", "something new"] },
    { fileId: "f3", name: "ملف.txt", parts: [] },
    { fileId: "f4", name: "empty.html", parts: ["no text"] },
  ];
  const words = {
    ...enDialogs.files,
    parts: { ...enDialogs.files.parts, page: (at: string) => `Seite ${at}`, noText: "kein Text" },
  };
  expect(
    sourcesText(sources, words).replaceAll(/[\u2068\u2069]/g, (mark) => (mark === "\u2068" ? "<" : ">")),
  ).toBe(
    "From <report.pdf>: <Seite 12>, <Seite 14–15>; <data.xlsx>: <rows 1–400 of <Prices>>, <image>, <something new>; <ملف.txt>; <empty.html>: <kein Text>",
  );
});
