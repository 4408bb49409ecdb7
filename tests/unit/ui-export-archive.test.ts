import { strFromU8, unzipSync } from "fflate";
import { expect, it } from "vitest";
import type { Conversation } from "../../runtime/contract/conversation";
import { ApiError } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { enDialogs } from "../../ui/messages/en-dialogs";
import { writeArchive } from "../../ui/models/export-archive";
import { readExport } from "../../ui/models/import-format";
import { at, fakePorts, message } from "./ui-fakes";

const chat = (id: string, title: string): Conversation => ({
  id,
  title,
  createdAt: at,
  updatedAt: at,
  pinned: false,
});
const file = (id: string, name: string) => ({ id, name, type: "text/plain", size: 3, createdAt: at });

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

it("An archive has every chat, to read and to import, and every file, each under a name of its own", async () => {
  const saved = new Map<string, Uint8Array>();
  const createFile = (name: string) => {
    const parts: (string | Uint8Array<ArrayBuffer>)[] = [];
    return {
      write: (part: string | Uint8Array<ArrayBuffer>) => void parts.push(part),
      save: () => void saved.set(name, Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)))),
    };
  };
  const progress: string[] = [];
  const result = await writeArchive(fakePorts(api, { createFile }), {
    leafOf: () => undefined,
    signal: new AbortController().signal,
    onProgress: (done, total) => progress.push(`${done}/${total}`),
    fetchBytes: async (url) => new Response(`bytes of ${url.slice(-2)}`),
  });
  expect(result).toEqual({ chats: 2, files: 3, left: ["gone.txt"] });
  expect(progress).toEqual(["0/6", "1/6", "2/6", "3/6", "4/6", "5/6"]);
  const [[name, bytes] = ["", new Uint8Array()]] = saved;
  expect(name).toBe("parley-data-2026-03-14.zip");
  const entries = Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([path, content]) => [path, strFromU8(content)]),
  );
  expect(Object.keys(entries)).toEqual([
    "chats/bread-2026-03-14.md",
    "chats/bread-2026-03-14.json",
    "chats/bread-2026-03-14 (2).md",
    "chats/bread-2026-03-14 (2).json",
    "files/a.txt",
    "files/A (2).txt",
    "files/__.._etc_passwd",
  ]);
  expect(entries["files/A (2).txt"]).toBe("bytes of f2");
  expect(entries["chats/bread-2026-03-14.md"]).toMatch(/^# Bread\n[^]+Hello from c1\n$/);
  const [imported] = readExport(entries["chats/bread-2026-03-14 (2).json"] ?? "", enDialogs.imports);
  expect(imported?.messages.map(({ text }) => text)).toEqual(["Hello from c2"]);
});
