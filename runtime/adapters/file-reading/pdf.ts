import { getDocumentProxy } from "unpdf";
import type { FilePart } from "../../reading-ports";
import { readingLimits } from "./reading-limits";
import { broken, Unreadable } from "./unreadable";

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;
type TextContent = Awaited<ReturnType<Awaited<ReturnType<Pdf["getPage"]>>["getTextContent"]>>;

/** A page a part. Pages without text are left out. */
export async function pdfParts(bytes: Uint8Array): Promise<FilePart[]> {
  let lacksTables = false;
  const pdf = await openPdf(bytes, () => (lacksTables = true));
  if (pdf.numPages > readingLimits.pdfPages) {
    throw new Unreadable(
      `has ${pdf.numPages} pages; at most ${readingLimits.pdfPages} pages can be read`,
      true,
    );
  }
  const parts: FilePart[] = [];
  try {
    for (let page = 1; page <= pdf.numPages; page += 1) {
      const text = await pageText(pdf, page);
      if (text !== "") parts.push({ unit: "page", from: page, to: page, text });
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : broken("PDF", error);
  }
  if (parts.length === 0) throw new Unreadable(lacksTables ? whyNoLetters : whyNoText);
  return parts;
}

const whyNoText = "has no text: its pages are pictures, which are not read";
const whyNoLetters =
  "has no text that can be read: its Chinese, Japanese or Korean fonts are not in it; save it with its fonts embedded";

/** @param onTableMissing - is called when a font needs a table of Adobe's that says which letters its numbers mean */
async function openPdf(bytes: Uint8Array, onTableMissing: () => void): Promise<Pdf> {
  // What pdf.js would load from beside it; there is nothing.
  class NoTables {
    async fetch({ kind, filename }: { kind: string; filename: string }): Promise<never> {
      if (kind === "cMapUrl") onTableMissing();
      throw new Error(`there is no ${filename}`);
    }
  }
  try {
    return await getDocumentProxy(bytes, {
      verbosity: 0,
      isEvalSupported: false,
      useWorkerFetch: false,
      BinaryDataFactory: NoTables,
    });
  } catch (error) {
    if (error instanceof Error && error.name === "PasswordException") {
      throw new Unreadable("is encrypted; save it without a password");
    }
    throw broken("PDF", error);
  }
}

/**
 * Pieces are taken as they are found: a page of a few kilobytes may have millions of them, each of which takes time and, all
 * at once, memory.
 */
async function pageText(pdf: Pdf, number: number): Promise<string> {
  const page = await pdf.getPage(number);
  const reader = page.streamTextContent().getReader() as ReadableStreamDefaultReader<TextContent>;
  let text = "";
  let pieces = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const { items } = value!;
    pieces += items.length;
    if (pieces > readingLimits.pdfPagePieces) throw tooManyPieces(number);
    for (const item of items) if ("str" in item) text += item.str + (item.hasEOL ? "\n" : "");
  }
  page.cleanup();
  return text.replaceAll(/[ \t]+$/gm, "").trim();
}

function tooManyPieces(page: number): Unreadable {
  const most = readingLimits.pdfPagePieces;
  return new Unreadable(
    `has more than ${most} pieces of text on page ${page}; at most that can be read`,
    true,
  );
}
