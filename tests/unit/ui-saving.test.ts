import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it, vi } from "vitest";
import { ApiError, ConnectionLost } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { type SavingPorts, hasTable, saveReply } from "../../ui/models/save-reply";
import * as documents from "../../ui/saving/documents";
import { fakePorts } from "./ui-fakes";

const table = '| Flour | Price |\n|---|--:|\n| Rye, "dark" | -1.50 |\n| =HYPERLINK("x") | **2** |\n';

describe("The tables of a reply as CSV", () => {
  it("have their fields quoted where they must be, and no formula", () => {
    expect(documents.csvOf(`Prices:\n\n${table}\n- A list\n\n  | a |\n  |---|\n  | @b<br>c |\n`)).toBe(
      '\ufeffFlour,Price\r\n"Rye, ""dark""",-1.50\r\n"\'=HYPERLINK(""x"")",2\r\n\r\na\r\n"\'@b\nc"\r\n',
    );
  });

  it.each([
    [table, true],
    ["a | b\n-- | --\n1 | 2\n", true],
    ["No table\n\n---\n\n| only a line", false],
  ])("are offered when there are any: %j", (text, isThere) => {
    expect(hasTable(text)).toBe(isThere);
    expect(documents.csvOf(text) !== undefined).toBe(isThere);
  });
});

it("A reply as a Word document has its headings, lists, tables, code and links", async () => {
  const text = [
    "# Bread & butter",
    "Some **bold** and `x < y`, [a page](https://example.com), [no page](javascript:alert(1)).",
    "1. one\n   - inner\n2. two\n\n- [x] done",
    table,
    "```ts\nlet a = 1;\n  a;\n```",
    "> quoted",
    "مرحبا",
  ].join("\n\n");
  const parts = unzipSync(await documents.wordDocument(text, "Bread"));
  const xml = strFromU8(parts["word/document.xml"] ?? new Uint8Array());
  const paragraphs = [...xml.matchAll(/<w:p>.*?<\/w:p>/g)].map(([paragraph]) => ({
    text: [...paragraph.matchAll(/<w:t[^>]*>(.*?)<\/w:t>|<w:br\/>/g)].map(([, said = "\n"]) => said).join(""),
    style: /<w:pStyle w:val="(\w+)"/.exec(paragraph)?.[1],
    level: /<w:ilvl w:val="(\d)"/.exec(paragraph)?.[1],
  }));
  expect(paragraphs.filter(({ text: said }) => said !== "")).toEqual([
    { text: "Bread &amp; butter", style: "Heading1", level: undefined },
    { text: "Some bold and x &lt; y, a page, no page.", style: undefined, level: undefined },
    { text: "one", style: "ListParagraph", level: "0" },
    { text: "inner", style: "ListParagraph", level: "1" },
    { text: "two", style: "ListParagraph", level: "0" },
    { text: "☑ done", style: "ListParagraph", level: "0" },
    ...["Flour", "Price", "Rye, &quot;dark&quot;", "-1.50", "=HYPERLINK(&quot;x&quot;)", "2"].map((said) => ({
      text: said,
      style: undefined,
      level: undefined,
    })),
    { text: "let a = 1;\n  a;", style: undefined, level: undefined },
    { text: "quoted", style: undefined, level: undefined },
    { text: "مرحبا", style: undefined, level: undefined },
  ]);
  expect(xml).toContain("<w:b/>");
  expect(xml).toContain("<w:bidi/>");
  const links = strFromU8(parts["word/_rels/document.xml.rels"] ?? new Uint8Array());
  expect(links).toContain('Target="https://example.com"');
  expect(links).not.toContain("javascript:");
});

describe("A reply that is saved", () => {
  const reply = { text: "# The plan\n\nGo on.", conversationId: "c1" };
  const options = { format: "markdown", title: "Chat", isTemporary: false } as const;

  function setUp(api: Partial<ParleyApi>) {
    const saved = new Map<string, unknown>();
    const createFile = (name: string) => {
      const parts: unknown[] = [];
      return {
        write: (part: unknown) => void parts.push(part),
        save: () => void saved.set(name, parts.join("")),
      };
    };
    const said: string[] = [];
    const saving: SavingPorts = {
      ports: fakePorts(api, { createFile }),
      notify: ({ text }) => said.push(text),
      fetchDocuments: async () => documents,
      upload: vi.fn(async () => undefined),
    };
    return { saving, saved, said };
  }

  it("lies on the device and among the reader's files, as one of its chat", async () => {
    const makeFile = vi.fn<ParleyApi["makeFile"]>(async () => ({
      id: "f1",
      upload: { url: "", fields: {} },
    }));
    const updateFile = vi.fn<ParleyApi["updateFile"]>(async () => undefined);
    const { saving, saved, said } = setUp({ makeFile, updateFile });
    await saveReply(saving, reply, options);
    const name = "the-plan-2026-03-14.md";
    expect([...saved]).toEqual([[name, "# The plan\n\nGo on.\n"]]);
    expect(makeFile.mock.calls).toEqual([[{ name, type: "text/markdown", size: 19 }]]);
    expect(updateFile.mock.calls).toEqual([["f1", { conversationId: "c1" }]]);
    expect(said).toEqual([`Saved “${name}”. It is also among your files.`]);
  });

  it("is there on the device when it cannot be uploaded, which is said", async () => {
    const { saving, saved, said } = setUp({ makeFile: () => Promise.reject(new ConnectionLost()) });
    await saveReply(saving, reply, options);
    expect(saved.size).toBe(1);
    expect(said).toEqual(["Saved “the-plan-2026-03-14.md” on this device only: There is no connection."]);
  });

  it("is refused as any upload is, in words of the page", async () => {
    const refusal = new ApiError(409, "storage_full", "The files of ann may have 1073741824 bytes.");
    const { saving, said } = setUp({ makeFile: () => Promise.reject(refusal) });
    await saveReply(saving, reply, options);
    expect(said).toEqual([
      "Saved “the-plan-2026-03-14.md” on this device only: " +
        "All your files together may have 1 GB. Settings, Files shows what can go.",
    ]);
  });

  it("is not said to be too much when it cannot be given to its chat", async () => {
    const refusal = new ApiError(409, "conflict", "files: one of them was used elsewhere just now.");
    const makeFile = async () => ({ id: "f1", upload: { url: "", fields: {} } });
    const updateFile = () => Promise.reject(refusal);
    const { saving, said } = setUp({ makeFile, updateFile, deleteFile: async () => undefined });
    await saveReply(saving, reply, options);
    expect(said).toEqual([
      "Saved “the-plan-2026-03-14.md” on this device only: files: one of them was used elsewhere just now.",
    ]);
  });

  it("leaves nothing behind when its bytes do not arrive", async () => {
    const makeFile = async () => ({ id: "f1", upload: { url: "", fields: {} } });
    const deleteFile = vi.fn<ParleyApi["deleteFile"]>(async () => undefined);
    const { saving, said } = setUp({ makeFile, deleteFile });
    await saveReply({ ...saving, upload: () => Promise.reject(new ConnectionLost()) }, reply, options);
    expect(deleteFile.mock.calls).toEqual([["f1"]]);
    expect(said).toEqual(["Saved “the-plan-2026-03-14.md” on this device only: There is no connection."]);
  });

  it("of a temporary chat stays on the device", async () => {
    const makeFile = vi.fn<ParleyApi["makeFile"]>();
    const { saving, saved, said } = setUp({ makeFile });
    await saveReply(saving, reply, { ...options, isTemporary: true });
    expect([saved.size, makeFile.mock.calls, said]).toEqual([1, [], []]);
  });
});
