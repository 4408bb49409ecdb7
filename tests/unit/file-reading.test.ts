import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readFile } from "../../runtime/adapters/file-reading/read-file";
import { madeDocx, madePdf, madePdfWithoutItsFont, madePptx, madeXlsx, xlsxRow } from "./fakes/made-files";

const utf8 = (text: string) => new TextEncoder().encode(text);
const parts = async (bytes: Uint8Array, name = "file") => {
  const content = await readFile(bytes, name);
  return content.kind === "text" ? [content.type, ...content.parts] : content;
};

describe("a file is read by what it is", () => {
  it("PDF: page by page, without those that say nothing", async () => {
    expect(await parts(await madePdf(["The first.", "", "The third."]), "notes.txt")).toEqual([
      "PDF",
      { unit: "page", from: 1, to: 1, text: "The first." },
      { unit: "page", from: 3, to: 3, text: "The third." },
    ]);
  });

  it("DOCX: a paragraph a line, a row of a table too", async () => {
    const docx = await madeDocx(
      ["On ducks", "They swim."],
      [
        ["Duck", "Weight"],
        ["Teal", "300 g"],
      ],
    );
    expect(await parts(docx)).toEqual([
      "DOCX",
      { unit: "paragraph", from: 1, to: 4, text: "On ducks\nThey swim.\nDuck   Weight\nTeal   300 g" },
    ]);
  });

  it("XLSX: rows with the names of their columns, parted where there is nothing", async () => {
    const rows = [xlsxRow(1, "Duck", "Grams"), xlsxRow(2, "Teal", 300), xlsxRow(5, "Eider", 2200.5)];
    expect(await parts(madeXlsx("Ducks &amp; co", rows.join("")))).toEqual([
      "XLSX",
      { unit: "row", from: 1, to: 2, of: "Ducks & co", head: "Duck\tGrams", text: "Duck\tGrams\nTeal\t300" },
      { unit: "row", from: 5, to: 5, of: "Ducks & co", head: "Eider\t2200.5", text: "Eider\t2200.5" },
    ]);
  });

  it("XLSX whose rows and cells do not say where they stand: next to those before", async () => {
    const cell = (text: string, place = "") => `<c${place} t="inlineStr"><is><t>${text}</t></is></c>`;
    const rows = [
      `<row>${cell("Duck")}<c><v>1</v></c></row>`,
      `<row r="4">${cell("Teal")}${cell("Eider", ' r="AA4"')}${cell("Smew")}</row>`,
      `<row>${cell("Scoter")}</row>`,
    ];
    expect(await parts(madeXlsx("A", rows.join("")))).toEqual([
      "XLSX",
      { unit: "row", from: 1, to: 1, of: "A", head: "Duck\t1", text: "Duck\t1" },
      {
        unit: "row",
        from: 4,
        to: 5,
        of: "A",
        head: `Teal${"\t".repeat(26)}Eider\tSmew`,
        text: `Teal${"\t".repeat(26)}Eider\tSmew\nScoter`,
      },
    ]);
  });

  it("PPTX: slides in the order they are shown, with their notes", async () => {
    const pptx = madePptx([["Ducks", "a talk"], ["Teal &amp; eider"], []], "Speak up.");
    expect(await parts(pptx)).toEqual([
      "PPTX",
      { unit: "slide", from: 1, to: 1, text: "Ducks\na talk" },
      { unit: "slide", from: 2, to: 2, text: "Teal & eider" },
      { unit: "slide", from: 3, to: 3, text: "Notes: Speak up." },
    ]);
  });

  it("text that begins with many comments: at once, as text", async () => {
    const notes = `${"<!-- note -->\n".repeat(200)}Words`;
    expect(await parts(utf8(notes), "notes.md")).toMatchObject(["text", { unit: "line", to: 201 }]);
  });

  it("HTML: what is seen of it", async () => {
    const html = `<!doctype html><title>Birds</title><style>p{}</style><script>alert(1)</script>
      <h1>Ducks</h1><p>They <b>swim</b> &amp; <a href="https://example.com">fly</a>.</p><img src=x onerror=alert(1)>`;
    expect(await parts(utf8(html), "ducks.pdf")).toEqual([
      "HTML",
      { unit: "paragraph", from: 1, to: 3, text: "Birds\nDucks\nThey swim & fly." },
    ]);
  });

  it("text and code: by lines; a table by rows, with its head", async () => {
    expect(await parts(utf8("int a;\r\n\r\nint b;\n"), "a.c")).toEqual([
      "text",
      { unit: "line", from: 1, to: 3, text: "int a;\n\nint b;" },
    ]);
    expect(await parts(utf8("duck,grams\nteal,300"), "ducks.CSV")).toEqual([
      "text",
      { unit: "row", from: 1, to: 2, head: "duck,grams", text: "duck,grams\nteal,300" },
    ]);
  });

  it.each([
    ["UTF-8 with its mark", [0xef, 0xbb, 0xbf, 0xc3, 0xa4], "ä"],
    ["UTF-16, either way round", [0xff, 0xfe, 0xe4, 0, 0x3d, 0xd8, 0, 0xde], "ä😀"],
    ["UTF-16, the other way", [0xfe, 0xff, 0, 0xe4], "ä"],
    ["Windows-1252", [...utf8("The price is "), 0x80, 0x35], "The price is €5"],
    ["a text that begins as a bitmap does", [...utf8("BM is a town")], "BM is a town"],
  ])("%s is text", async (_encoding, bytes, text) => {
    expect(await parts(new Uint8Array(bytes))).toEqual(["text", { unit: "line", from: 1, to: 1, text }]);
  });

  it("an empty file says nothing, and is no error", async () => {
    expect(await parts(new Uint8Array())).toEqual(["text"]);
  });

  it("an image is told by its media type", async () => {
    const png = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==",
      "base64",
    );
    expect(await parts(new Uint8Array(png), "a.txt")).toEqual({ kind: "image", type: "image/png" });
  });
});

describe("what cannot be read is told by what it is", () => {
  const readable = "what can be read is text, PDF, DOCX, XLSX, PPTX and HTML";
  const cfb = (text = "") =>
    new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...Buffer.from(text, "utf16le"), 0, 0]);
  const cut = (bytes: Uint8Array) => bytes.slice(0, bytes.length / 2);

  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    [
      "a program",
      () => new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]),
      `is of type application/x-elf; ${readable}`,
    ],
    ["noise", () => new Uint8Array([1, 2, 3, 255]), `is of no known type; ${readable}`],
    ["RTF", () => utf8("{\\rtf1 Hello}"), `is RTF; ${readable}`],
    [
      "an old Office file",
      () => cfb(),
      "is in an Office format of before 2007; save it as DOCX, XLSX or PPTX",
    ],
    ["an encrypted Office file", () => cfb("EncryptedPackage"), "is encrypted; save it without a password"],
    [
      "an encrypted PDF",
      () => madePdf(["Hi"], { userPassword: "x" }),
      "is encrypted; save it without a password",
    ],
    ["half a PDF", () => utf8("%PDF-1.7\n1 0 obj"), "is broken: it cannot be read as PDF"],
    ["a PDF of pictures", () => madePdf([""]), "has no text: its pages are pictures, which are not read"],
    [
      "a PDF without the font of its letters",
      madePdfWithoutItsFont,
      "has no text that can be read: its Chinese, Japanese or Korean fonts are not in it; save it with its fonts embedded",
    ],
    [
      "a PDF of too many pages",
      () => madePdf(Array(2_001).fill("")),
      "has 2001 pages; at most 2000 pages can be read",
    ],
    ["another archive", () => zipSync({ "a.txt": utf8("Hi") }), `is of type application/zip; ${readable}`],
    ["an XLSX of nothing", () => madeXlsx("A", "<row><c>"), "is broken: it cannot be read as XLSX"],
    ["half a PPTX", () => cut(madePptx([["A".repeat(2_000)]], "")), "is broken: it cannot be read as PPTX"],
  ])("%s", async (_what, make, reason) => {
    await expect(readFile(await make(), "file")).rejects.toThrow(expect.objectContaining({ reason }));
  });
});
