import { signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import type { Conversation } from "../../runtime/contract/conversation";
import type { ConversationImport, ImportedMessage } from "../../runtime/contract/conversation-import";
import type { Message } from "../../runtime/contract/message";
import { ApiError, ConnectionLost } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { en } from "../../ui/messages/en";
import { enDialogs } from "../../ui/messages/en-dialogs";
import { fileNameOf, toMarkdown } from "../../ui/models/export-format";
import { readExport } from "../../ui/models/import-format";
import { batchesOf, importAll } from "../../ui/models/import-run";
import { createNoticesModel } from "../../ui/models/notices-model";
import * as jobs from "../../ui/models/transfer-jobs";
import { createTransferModel } from "../../ui/models/transfer-model";
import { at, fakePorts, message } from "./ui-fakes";

const conversation: Conversation = {
  id: "c1",
  title: "Bread",
  createdAt: at,
  updatedAt: at,
  pinned: true,
  settings: { temperature: 0.5 },
};

/** The ULID of the nth message. */
const ulid = (n: number) => `01ARZ3NDEKTSV4RRFFQ69G5F${String(n).padStart(2, "0")}`;

const asked = message({ id: ulid(1), role: "user", text: "How long?" });
const first = message({ id: ulid(2), parentId: ulid(1), text: "An hour.", model: "demo" });
const second = message({ id: ulid(3), parentId: ulid(1), text: "Two hours.", status: "stopped" });
const running = message({ id: ulid(4), parentId: ulid(1), text: "Three", status: "running" });

/** What the page saves as a file, and the notices it shows. */
function transfers(api: Partial<ParleyApi>, shownLeaf?: string, fetchJobs = async () => jobs) {
  const files = new Map<string, string>();
  const createFile = (name: string) => {
    let text = "";
    return { write: (more: string) => void (text += more), save: () => void files.set(name, text) };
  };
  const ports = fakePorts(api, { createFile });
  const notices = createNoticesModel({ wait: () => new Promise(() => undefined) });
  const copied: string[] = [];
  const copy = async (text: string) => copied.push(text) > 0;
  const onImported = vi.fn();
  const model = createTransferModel(ports, {
    notices,
    copy,
    leafOf: () => shownLeaf,
    onImported,
    fetchJobs,
    fetchArchive: () => Promise.reject(new Error("No archive is made here.")),
    showMissing: () => undefined,
  });
  const said = () => notices.items.value.map(({ text }) => text);
  return { model, files, said, copied, onImported, notices };
}

/** Messages newest first, two a page. */
function listMessages(messages: Message[]): ParleyApi["listMessages"] {
  return async (_, { cursor = "0" }) => {
    const from = Number(cursor);
    const page = messages.toReversed().slice(from, from + 2);
    return { messages: page, cursor: from + 2 < messages.length ? String(from + 2) : undefined };
  };
}

const store = {
  listConversations: async () => ({ conversations: [conversation] }),
  listMessages: listMessages([asked, first, second, running]),
};

function fileOf(text: string, size = text.length): Pick<File, "size" | "text"> {
  return { size, text: async () => text };
}

describe("an export", () => {
  it("as Markdown says who said what, when, on the branch that is shown", () => {
    const words = { ...en, dateAndTime: () => "noon" };
    expect(toMarkdown(conversation, [asked, first], words, "Bread desk")).toBe(
      "# Bread\n\nnoon\n\n---\n\n**You** · noon\n\nHow long?\n\n---\n\n**Bread desk** · demo · noon\n\nAn hour.\n",
    );
  });

  it("as Markdown takes the branch on the page, else the newest", async () => {
    const open = transfers(store, ulid(2));
    await open.model.copy(conversation);
    expect(open.copied[0]).toContain("An hour.");
    expect(open.copied[0]).not.toContain("Two hours.");
    const closed = transfers(store);
    await closed.model.copy(conversation);
    expect(closed.copied[0]).toContain("Three");
  });

  it("takes what the page has of a chat that the server does not have, and asks for nothing", async () => {
    const { model, files, copied } = transfers({}, ulid(2));
    await model.copy(conversation, [asked, first, second]);
    expect(copied[0]).toContain("An hour.");
    expect(copied[0]).not.toContain("Two hours.");
    await model.exportOne(conversation, "json", [asked, first, second]);
    const [text = ""] = files.values();
    expect(readExport(text, enDialogs.imports)[0]?.messages.map(({ id }) => id)).toEqual([
      ulid(1),
      ulid(2),
      ulid(3),
    ]);
  });

  it("as JSON has every branch, and comes back in as it was", async () => {
    const { model, files } = transfers(store);
    await model.exportAll("json");
    const [text = ""] = files.values();
    expect(JSON.parse(text)).toMatchObject({ format: "parley-conversations", version: 1, exportedAt: at });

    const { id: _, ...content } = conversation;
    const bare = (given: Message) => {
      const { conversationId: _, ...rest } = given;
      return rest;
    };
    const ended: Message = { ...running, status: "interrupted" };
    expect(readExport(text, enDialogs.imports)).toEqual([
      { ...content, messages: [asked, first, second, ended].map(bare) },
    ]);
  });

  it("is named after its title, in any script, and the day", () => {
    const now = new Date(2026, 2, 4).getTime();
    expect(fileNameOf("Brot & Spiele: Teil 2/3", now, "md")).toBe("brot-spiele-teil-2-3-2026-03-04.md");
    expect(fileNameOf("خبز", now, "json")).toBe("خبز-2026-03-04.json");
    expect(fileNameOf("…", now, "json")).toBe("chat-2026-03-04.json");
  });

  it("saves nothing and says why when a page cannot be read", async () => {
    const { model, files, said } = transfers({
      ...store,
      listMessages: async () => Promise.reject(new ApiError(500, "internal", "It broke.")),
    });
    await model.exportAll("json");
    expect([files.size, said()]).toEqual([0, ["That did not work: Something went wrong."]]);
    expect(model.isBusy.value).toBe(false);
  });

  it("leaves out what was deleted while it was made", async () => {
    const conversations = ["c0", "c1", "c2"].map((id) => ({ ...conversation, id, title: id }));
    const { model, files, said } = transfers({
      listConversations: async () => ({ conversations }),
      listMessages: async (id) =>
        id === "c2" ? { messages: [] } : Promise.reject(new ApiError(404, "not_found", "No.")),
    });
    await model.exportAll("json");
    const [file = ""] = files.values();
    const { conversations: saved } = JSON.parse(file) as { conversations: { title: string }[] };
    expect([saved.map(({ title }) => title), said()]).toEqual([["c2"], ["Exported 1 chat"]]);
  });

  it("is the only one from the press on, also while what makes it is fetched, and not any more when that failed", async () => {
    const fetching = Promise.withResolvers<typeof jobs>();
    const { model, said } = transfers(store, undefined, () => fetching.promise);
    const exporting = model.exportAll("json");
    expect(model.isBusy.value).toBe(true);
    fetching.reject(new ConnectionLost());
    await exporting;
    expect([model.isBusy.value, said().length]).toEqual([false, 1]);
  });

  it("ends when it is cancelled, and saves nothing", async () => {
    const asksFor = signal("");
    const { model, files, notices } = transfers({
      ...store,
      listMessages: (id, _, abort) =>
        new Promise((_resolve, reject) => {
          asksFor.value = id;
          abort?.addEventListener("abort", () => reject(new Error("aborted")));
        }),
    });
    const exporting = model.exportAll("json");
    await vi.waitFor(() => expect(asksFor.value).toBe("c1"));
    notices.items.value[0]?.action?.run();
    await exporting;
    expect([files.size, notices.items.value, model.isBusy.value]).toEqual([0, [], false]);
  });
});

function exportOf(messages: unknown[], given: Record<string, unknown> = {}): string {
  const chat = { title: "Bread", createdAt: at, updatedAt: at, pinned: false, messages };
  return JSON.stringify({ format: "parley-conversations", version: 1, conversations: [chat], ...given });
}

describe("a file to import", () => {
  const bad = message({ id: ulid(1), role: "user" });
  it.for([
    ["{", "The file is not JSON, or not all of it is there."],
    ["[]", "The file is not an export of Parley: its “format” is not “parley-conversations”."],
    [
      exportOf([], { version: "9".repeat(1_000) }),
      `The export has version ${"9".repeat(20)}; this page reads version 1.`,
    ],
    [exportOf([], { version: 2 }), "The export has version 2; this page reads version 1."],
    [exportOf([], { conversations: 1 }), "The file: “conversations” is missing or not what it should be."],
    [exportOf([], { conversations: [{}] }), "Chat 1: “title” is missing or not what it should be."],
    [exportOf([{ ...bad, role: "x" }]), "Chat 1, message 1: “role” is missing or not what it should be."],
    [exportOf([{ ...bad, id: "x" }]), "Chat 1, message 1: “id” is missing or not what it should be."],
    [exportOf([bad, first]), undefined],
    [exportOf([first]), "Chat 1, message 1: “parentId” is missing or not what it should be."],
  ] as const)("is looked through first: %#", async ([text, problem]) => {
    const { model } = transfers({ importConversation: async () => conversation });
    expect(await model.importFile(fileOf(text))).toBe(problem);
  });

  it("may have fields that nobody knows, whatever they are called", async () => {
    const importConversation = vi.fn<ParleyApi["importConversation"]>(async () => conversation);
    const { model } = transfers({ importConversation });
    await model.importFile(fileOf(exportOf([{ ...bad, constructor: 1, other: 2 }])));
    await vi.waitFor(() => expect(importConversation).toHaveBeenCalledTimes(1));
    const { conversationId: _, ...rest } = bad;
    expect(importConversation.mock.lastCall?.[0].messages).toEqual([rest]);
  });

  it("may not be larger than memory allows", async () => {
    const { model } = transfers({});
    expect(await model.importFile(fileOf("", 100_000_001))).toBe("The file is larger than 100 MB.");
  });
});

function imported(n: number, text = ""): ImportedMessage {
  const { conversationId: _, ...rest } = message({ id: ulid(n), text });
  return rest as ImportedMessage;
}

function chat(title: string, messages: ImportedMessage[] = []): ConversationImport {
  return { title, createdAt: at, updatedAt: at, messages };
}

const job = { signal: new AbortController().signal, onProgress: () => undefined };

describe("an import", () => {
  it("is sent 100 messages and 1.5 MB at a time", () => {
    const many = Array.from({ length: 201 }, (_, n) => imported(n % 100));
    expect(batchesOf(many).map(({ length }) => length)).toEqual([100, 100, 1]);
    // Three bytes each in UTF-8.
    const large = Array.from({ length: 3 }, (_, n) => imported(n, "面".repeat(300_000)));
    expect(batchesOf(large).map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(batchesOf([])).toEqual([[]]);
  });

  it("comes in oldest first, and says how many", async () => {
    const importConversation = vi.fn<ParleyApi["importConversation"]>(async () => conversation);
    const { model, said, onImported } = transfers({ importConversation });
    const chats = { conversations: [chat("New"), chat("Old")] };
    await model.importFile(fileOf(exportOf([], chats)));
    await vi.waitFor(() => expect(onImported).toHaveBeenCalled());
    expect(importConversation.mock.calls.map(([{ title }]) => title)).toEqual(["Old", "New"]);
    await vi.waitFor(() => expect(said()).toEqual(["Imported 2 chats"]));
  });

  it("leaves no half conversation behind, and says how far it came", async () => {
    const deleteConversation = vi.fn(async () => undefined);
    const importMessages = async () => Promise.reject(new ApiError(413, "too_large", "Too large."));
    const ports = fakePorts({
      importConversation: async () => conversation,
      importMessages,
      deleteConversation,
    });
    const long = chat(
      "Long",
      Array.from({ length: 101 }, (_, n) => imported(n % 100)),
    );
    const importing = importAll(ports, [long, chat("Short")], job);
    await expect(importing).rejects.toThrow(
      "“Long” could not be imported: That is too long. Make it shorter. 1 chat was imported before it.",
    );
    expect(deleteConversation).toHaveBeenCalledWith("c1");
  });

  it("waits when there are too many calls, but makes no conversation twice when a connection is lost", async () => {
    const importConversation = vi.fn<ParleyApi["importConversation"]>(async () => conversation);
    importConversation.mockRejectedValueOnce(new ApiError(429, "too_many_requests", "Slow down."));
    const ports = fakePorts({ importConversation });
    const run = () => importAll(ports, [chat("One")], job);
    expect([await run(), importConversation.mock.calls.length]).toEqual([1, 2]);
    importConversation.mockRejectedValueOnce(new ConnectionLost());
    await expect(run()).rejects.toThrow("There is no connection.");
    expect(importConversation.mock.calls.length).toBe(3);
  });
});
