import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it, vi } from "vitest";
import type { Conversation } from "../../runtime/contract/conversation";
import { ApiError } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { enDialogs } from "../../ui/messages/en-dialogs";
import { exportEverything, writeArchive } from "../../ui/models/export-archive";
import { readExport } from "../../ui/models/import-format";
import type { Notice } from "../../ui/models/notices-model";
import { at, fakePorts, message } from "./ui-fakes";

const chat = (id: string, title: string): Conversation => ({
  id,
  title,
  createdAt: at,
  updatedAt: at,
  pinned: false,
});
const file = (id: string, name: string) => ({ id, name, type: "text/plain", size: 11, createdAt: at });

/** The API of somebody with two chats of one name and four files, one of which is gone. */
const api: Partial<ParleyApi> = {
  listConversations: async () => ({ conversations: [chat("c1", "Bread"), chat("c2", "Bread")] }),
  listMessages: async (id) => ({
    messages: [
      message({ id: `01ARZ3NDEKTSV4RRFFQ69G5F0${id.slice(1)}`, role: "user", text: `Hello from ${id}` }),
    ],
  }),
  listFiles: async ({ cursor }) =>
    cursor === undefined
      ? { files: [file("f1", "a.txt"), file("f2", "A.txt")], cursor: "2", usedBytes: 9, limitBytes: 10 }
      : { files: [file("f3", "../../etc/passwd"), file("f4", "gone.txt")], usedBytes: 9, limitBytes: 10 },
  getFile: async (id) => {
    if (id === "f4") throw new ApiError(404, "not_found", "No such file.");
    return { ...file(id, "a.txt"), url: `https://files.example.com/${id}` };
  },
};

/** What the page saves as a file. */
function saving() {
  const saved = new Map<string, Uint8Array>();
  const createFile = (name: string) => {
    const parts: (string | Uint8Array<ArrayBuffer>)[] = [];
    return {
      write: (part: string | Uint8Array<ArrayBuffer>) => void parts.push(part),
      save: () => void saved.set(name, Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)))),
    };
  };
  const entries = (name = [...saved.keys()][0] ?? "") => {
    const unpacked = Object.entries(unzipSync(saved.get(name) ?? new Uint8Array()));
    return Object.fromEntries(unpacked.map(([path, content]) => [path, strFromU8(content)]));
  };
  return { saved, createFile, entries };
}

/** Waits that are over after what else there is to do, and a clock that does not move. */
const wait = () => new Promise<void>((resolve) => void setTimeout(resolve));

const job = () => ({
  leafOf: () => undefined,
  signal: new AbortController().signal,
  onProgress: vi.fn<(done: number, total: number) => void>(),
  fetchBytes: async (url: string) => new Response(`bytes of ${url.slice(-2)}`),
});

/** A body that brings `text`, and then breaks off. */
function brokenBody(text: string): Response {
  const begun = new ReadableStream<Uint8Array>({
    start: (on) => on.enqueue(new TextEncoder().encode(text)),
    pull: (on) => on.error(new TypeError("network error")),
  });
  return new Response(begun);
}

describe("An archive", () => {
  it("has every chat, to read and to import, and every file, each under a name of its own", async () => {
    const { saved, createFile, entries: read } = saving();
    const given = job();
    const result = await writeArchive(fakePorts(api, { createFile, wait }), given);
    expect(result).toEqual({ zips: 1, chats: 2, files: 3, missing: [file("f4", "gone.txt")] });
    expect(given.onProgress.mock.calls).toEqual([0, 1, 2, 3, 4, 5].map((done) => [done, 6]));
    expect([...saved.keys()]).toEqual(["parley-data-2026-03-14.zip"]);
    const entries = read();
    expect(Object.keys(entries)).toEqual([
      "chats/bread-2026-03-14.md",
      "chats/bread-2026-03-14.json",
      "chats/bread-2026-03-14 (2).md",
      "chats/bread-2026-03-14 (2).json",
      "files/a.txt",
      "files/A (2).txt",
      "files/__.._etc_passwd",
      "Missing files.txt",
    ]);
    expect(entries["files/A (2).txt"]).toBe("bytes of f2");
    expect(entries["chats/bread-2026-03-14.md"]).toMatch(/^# Bread\n[^]+Hello from c1\n$/);
    const [imported] = readExport(entries["chats/bread-2026-03-14 (2).json"] ?? "", enDialogs.imports);
    expect(imported?.messages.map(({ text }) => text)).toEqual(["Hello from c2"]);
  });

  it.each([
    // A chat alone is larger; three small files are smaller; the text that names a fourth one could be larger with them.
    ["bytes", { bytes: 300, entries: 100 }, [2, 2, 3, 1]],
    ["entries", { bytes: 4_000_000_000, entries: 3 }, [2, 3, 3]],
  ])(
    "is several ZIPs, each readable by itself, when it would have more %s than one may have",
    async (_, limits, sizes) => {
      const { saved, createFile, entries } = saving();
      const ports = fakePorts(api, { createFile, wait });
      const shown: Notice[] = [];
      const around = { notices: { show: (notice: Notice) => void shown.push(notice) }, showMissing: vi.fn() };
      await exportEverything(ports, { ...job(), zipLimits: limits }, around);
      const names = ["", "-2", "-3", "-4"].slice(0, sizes.length);
      expect([...saved.keys()]).toEqual(names.map((part) => `parley-data${part}-2026-03-14.zip`));
      const all = [...saved.keys()].map((name) => entries(name));
      expect(all.map((each) => Object.keys(each).length)).toEqual(sizes);
      expect(Object.keys(all[0] ?? {})).toEqual(["chats/bread-2026-03-14.md", "chats/bread-2026-03-14.json"]);
      // No name twice, so that they can be unpacked into one folder.
      expect(Object.keys(Object.assign({}, ...all))).toHaveLength(8);
      expect(shown[0]?.text).toBe(`Exported. Chats: 2, files: 3, ZIPs: ${sizes.length}`);
    },
  );

  it("has names that file systems take, with their endings", async () => {
    const { createFile, entries } = saving();
    const name = `${"鴨".repeat(132)}.txt`;
    const listFiles = async () => ({
      files: [file("f1", name), file("f2", name)],
      usedBytes: 9,
      limitBytes: 10,
    });
    await writeArchive(fakePorts({ ...api, listFiles }, { createFile, wait }), job());
    const paths = Object.keys(entries()).filter((path) => path.startsWith("files/"));
    // 236 bytes are 78 characters of three and no half one.
    expect(paths).toEqual([`files/${"鴨".repeat(78)}.txt`, `files/${"鴨".repeat(78)} (2).txt`]);
  });

  it("has all of a file whose connection was lost on the way: it is fetched anew, from an address of its own", async () => {
    const { createFile, entries } = saving();
    let links = 0;
    const getFile: ParleyApi["getFile"] = async (id) => ({
      ...file(id, "a.txt"),
      url: `https://files.example.com/${(links += 1)}/${id}`,
    });
    const asked: string[] = [];
    const fetchBytes = async (url: string) => {
      asked.push(url);
      if (asked.length === 1) throw new TypeError("network error");
      if (asked.length === 2) return brokenBody("bytes");
      // A message has taken the file meanwhile: it lies elsewhere.
      if (asked.length === 3) return new Response("No such key.", { status: 404 });
      // Shorter than it should be, although nothing broke.
      return new Response(asked.length === 4 ? "bytes of" : `bytes of ${url.slice(-2)}`);
    };
    const ports = fakePorts({ ...api, getFile }, { createFile, wait });
    expect(await writeArchive(ports, { ...job(), fetchBytes })).toMatchObject({ files: 4, missing: [] });
    expect(asked.slice(0, 6)).toEqual(
      ["1/f1", "2/f1", "3/f1", "4/f1", "5/f1", "6/f2"].map((path) => `https://files.example.com/${path}`),
    );
    expect(entries()["files/a.txt"]).toBe("bytes of f1");
  });

  it("has nothing of a file that never came whole, names it in a text, and goes on with the next", async () => {
    const { createFile, entries: read } = saving();
    const fetchBytes = async (url: string) =>
      url.endsWith("f1") ? brokenBody("bytes") : new Response(`bytes of ${url.slice(-2)}`);
    const ports = fakePorts(api, { createFile, wait });
    const shown: Notice[] = [];
    const showMissing = vi.fn();
    const around = { notices: { show: (notice: Notice) => void shown.push(notice) }, showMissing };
    const missing = await exportEverything(ports, { ...job(), fetchBytes }, around);
    expect(missing).toEqual([file("f1", "a.txt"), file("f4", "gone.txt")]);
    const entries = read();
    expect(Object.keys(entries).slice(4)).toEqual([
      "files/A.txt",
      "files/__.._etc_passwd",
      "Missing files.txt",
    ]);
    expect(entries["Missing files.txt"]).toBe(
      "These could not be fetched, even after several tries, and are not in the archive:\n\n" +
        "- a.txt (11 bytes, 2026-03-14)\n- gone.txt (11 bytes, 2026-03-14)\n",
    );
    expect(shown).toMatchObject([
      { text: "Exported. Chats: 2, files: 2", tone: "plain" },
      { text: "2 files could not be fetched and are not in the archive.", tone: "problem", stays: true },
    ]);
    shown[1]?.action?.run();
    expect(showMissing).toHaveBeenCalledTimes(1);
  });

  it("does not wait for a file that says nothing any more", async () => {
    const { createFile } = saving();
    let now = Date.parse(at);
    const later = (ms: number) => wait().then(() => void (now += ms));
    const silent = (until: AbortSignal) =>
      new Promise<Response>((_, reject) =>
        until.addEventListener("abort", () => reject(until.reason as Error)),
      );
    let attempts = 0;
    const fetchBytes = async (url: string, until: AbortSignal) => {
      if (url.endsWith("f2")) attempts += 1;
      return url.endsWith("f2") ? silent(until) : new Response(`bytes of ${url.slice(-2)}`);
    };
    const ports = fakePorts(api, { createFile, wait: later, now: () => now });
    const { missing } = await writeArchive(ports, { ...job(), fetchBytes });
    expect([missing.map(({ id }) => id), attempts]).toEqual([["f2", "f4"], 5]);
  });

  it("is not saved when it is cancelled on the way", async () => {
    const { saved, createFile } = saving();
    const cancelled = new AbortController();
    const fetchBytes = async () => {
      cancelled.abort();
      throw new TypeError("aborted");
    };
    const ports = fakePorts(api, { createFile, wait });
    const writing = writeArchive(ports, { ...job(), signal: cancelled.signal, fetchBytes });
    await expect(writing).rejects.toThrow("This operation was aborted");
    expect(saved.size).toBe(0);
  });
});
