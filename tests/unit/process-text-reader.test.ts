import path from "node:path";
import { deflateSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { createProcessTextReader } from "../../runtime/adapters/process-text-reader";
import { buildBundles, fileReaderBundle } from "../../components/bundles";
import { OutOfTime } from "../../runtime/core/out-of-time";
import { createListLogger } from "./fakes/list-logger";
import { madePdf, madeXlsx } from "./fakes/made-files";

const programDir = path.resolve(__dirname, "../..");
buildBundles(programDir);
const script = path.join(programDir, fileReaderBundle);
const logger = createListLogger();
const reader = createProcessTextReader({ logger, script });

const zeros = (megabytes: number) => new Uint8Array(megabytes * 1_000_000);

/** A DOCX that has 2 MB of text and says to have so many bytes. */
function docxOf(bytes: number): Uint8Array {
  const text = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${"a".repeat(2_000_000)}</w:t></w:r></w:p></w:body></w:document>`;
  const zip = Buffer.from(zipSync({ "word/document.xml": strToU8(text) }));
  zip.writeUInt32LE(bytes, zip.indexOf("PK\x01\x02") + 24);
  return new Uint8Array(zip);
}

/** A PDF whose only page is described by this. */
function pdfOf(content: Uint8Array): Uint8Array {
  const packed = deflateSync(content, { level: 9 });
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(
        `%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> >> >> >> endobj\n4 0 obj <</Length ${packed.length} /Filter /FlateDecode>> stream\n`,
      ),
      packed,
      Buffer.from("\nendstream endobj\ntrailer <</Root 1 0 R /Size 5>>\n%%EOF"),
    ]),
  );
}

describe("a file read in a process of its own", () => {
  it("is what it is by its content", async () => {
    expect(await reader.read(await madePdf(["Hello."]), "../../etc/passwd", 60_000)).toEqual({
      kind: "text",
      type: "PDF",
      parts: [{ unit: "page", from: 1, to: 1, text: "Hello." }],
    });
  });

  it("is told by its name and what is wrong with it", async () => {
    const bytes = new TextEncoder().encode("%PDF-1.7 and no more");
    await expect(reader.read(bytes, 'a "new" report.txt', 60_000)).rejects.toMatchObject({
      code: "bad_request",
      message: 'files: "a \\"new\\" report.txt" is broken: it cannot be read as PDF.',
    });
  });

  it("tells the operator, and nobody else, what a library says of it", async () => {
    const before = logger.entries.length;
    const bytes = new TextEncoder().encode("%PDF-1.7 and no more");
    await expect(reader.read(bytes, "secret.pdf", 60_000)).rejects.toMatchObject({ code: "bad_request" });
    const words = expect.stringMatching(/^InvalidPDFException: Invalid PDF structure\.\n\s+at /) as string;
    expect(logger.entries.slice(before)).toEqual([
      { level: "info", message: "a file could not be read", words },
    ]);
  });

  it("ends when it says to unpack to more than it may, and when it unpacks to more than it says", async () => {
    await expect(reader.read(docxOf(201_000_000), "bomb.docx", 60_000)).rejects.toMatchObject({
      code: "too_large",
      message: 'files: "bomb.docx" unpacks to more than 200 MB; at most that can be read.',
    });
    await expect(reader.read(docxOf(5_000), "liar.docx", 60_000)).rejects.toMatchObject({
      code: "bad_request",
      message: 'files: "liar.docx" is broken: it cannot be read as DOCX.',
    });
  });

  it("ends when it takes more memory than it may: cells far out, or a page without end", async () => {
    const small = createProcessTextReader({
      logger,
      script,
      limits: { timeMs: 25_000, memoryMegabytes: 100 },
    });
    const problem = (name: string) => ({
      code: "too_large",
      message: `files: "${name}" takes more than 100 MB of memory to read; at most that is allowed.`,
    });
    const farOut = Array.from(
      { length: 4_000 },
      (_, row) => `<row r="${row + 1}"><c r="XFD${row + 1}"><v>1</v></c></row>`,
    );
    await expect(small.read(madeXlsx("A", farOut.join("")), "wide.xlsx", 60_000)).rejects.toMatchObject(
      problem("wide.xlsx"),
    );
    await expect(small.read(pdfOf(zeros(300).fill(32)), "page.pdf", 60_000)).rejects.toMatchObject(
      problem("page.pdf"),
    );
  });

  it("leaves a function within its memory, and what there was for the next", async () => {
    // As much more as a fifth of all, and 160 MB, beside what this process has just now.
    const inFunction = () => {
      const functionMegabytes = (process.memoryUsage.rss() / 1_048_576 + 160) / 0.8;
      return createProcessTextReader({ logger, script, functionMegabytes });
    };
    const paragraphs = new TextEncoder().encode(`<html>${"<p>a".repeat(2_000_000)}`);
    for (const name of ["a.html", "b.html"]) {
      await expect(inFunction().read(paragraphs, name, 60_000)).rejects.toThrow(
        /^files: "[ab]\.html" takes more than 1[2-9]0 MB of memory to read; at most that is allowed\.$/,
      );
    }
    expect(await inFunction().read(new TextEncoder().encode("Hi"), "a.txt", 60_000)).toMatchObject({
      parts: [{ text: "Hi" }],
    });
  });

  it("ends soon when a page is made of more pieces than anybody wrote", async () => {
    const bytes = pdfOf(new TextEncoder().encode("BT /F1 9 Tf (a) Tj ET ".repeat(1_000_000)));
    await expect(reader.read(bytes, "pieces.pdf", 60_000)).rejects.toMatchObject({
      code: "too_large",
      message: 'files: "pieces.pdf" has more than 200000 pieces of text on page 1; at most that can be read.',
    });
  });

  it("has no more than what is left of the time of its turn", async () => {
    const bytes = pdfOf(new TextEncoder().encode("BT (a) Tj ET ".repeat(1_000_000)));
    await expect(reader.read(bytes, "late.pdf", 200)).rejects.toThrow(new OutOfTime(200));
  });

  it("ends when it takes longer than it may", async () => {
    const hasty = createProcessTextReader({ logger, script, limits: { timeMs: 300, memoryMegabytes: 600 } });
    const endless = pdfOf(new TextEncoder().encode("BT (a) Tj ET ".repeat(1_000_000)));
    await expect(hasty.read(endless, "slow.pdf", 60_000)).rejects.toMatchObject({
      code: "too_large",
      message: 'files: "slow.pdf" takes longer than 0.3 s to read; at most that is allowed.',
    });
  });
});
