import type { FileContent, FilePart } from "../../reading-ports";
import { docxParts } from "./docx";
import { type DocumentKind, kindOf } from "./file-kind";
import { htmlParts, isHtml } from "./html";
import { pdfParts } from "./pdf";
import { textParts } from "./plain-text";
import { pptxParts } from "./pptx";
import { readingLimits } from "./reading-limits";
import { Unreadable } from "./unreadable";
import { xlsxParts } from "./xlsx";

const readers: Record<DocumentKind, (bytes: Uint8Array) => FilePart[] | Promise<FilePart[]>> = {
  PDF: pdfParts,
  DOCX: docxParts,
  XLSX: xlsxParts,
  PPTX: pptxParts,
};

/**
 * What a file is and says.
 *
 * @throws Unreadable
 */
export async function readFile(bytes: Uint8Array, name: string): Promise<FileContent> {
  const kind = await kindOf(bytes);
  if (kind.kind === "image") return kind;
  if (kind.kind === "document") return textOf(kind.type, await readers[kind.type](bytes));
  const { text } = kind;
  return isHtml(text) ? textOf("HTML", htmlParts(text)) : textOf("text", textParts(text, name));
}

function textOf(type: string, parts: FilePart[]): FileContent {
  const chars = parts.reduce((sum, { text }) => sum + text.length, 0);
  if (chars > readingLimits.textChars) {
    throw new Unreadable(
      `has ${chars} characters of text; at most ${readingLimits.textChars} can be read`,
      true,
    );
  }
  return { kind: "text", type, parts: parts.map((part) => ({ ...part, text: part.text.toWellFormed() })) };
}
