import { fileTypeFromBuffer } from "file-type/core";
import { hasEntry } from "./archive";
import { decodeText } from "./plain-text";
import { Unreadable } from "./unreadable";

/** Documents that are archives: the entry that each of them has, and how their media types end. */
const archives = {
  DOCX: { entry: "word/document.xml", mime: ".wordprocessingml.document" },
  XLSX: { entry: "xl/workbook.xml", mime: ".spreadsheetml.sheet" },
  PPTX: { entry: "ppt/presentation.xml", mime: ".presentationml.presentation" },
} as const;

/** What is read by a reader of its own. */
export type DocumentKind = "PDF" | keyof typeof archives;

/** What models that see take. */
const images = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

export type FileKind =
  | { kind: "document"; type: DocumentKind }
  | { kind: "image"; type: string }
  | { kind: "text"; text: string };

const readable = "what can be read is text, PDF, DOCX, XLSX, PPTX and HTML";

/**
 * What a file is, by its first bytes and, for text, by all of them. Its name is not asked: it may say anything.
 *
 * @throws Unreadable for what is none of these.
 */
export async function kindOf(bytes: Uint8Array): Promise<FileKind> {
  // Broken files make it fail, too: they are then what their bytes are.
  const mime: string | undefined = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime;
  const document = mime === "application/pdf" ? "PDF" : archiveKind(bytes, mime);
  if (document) return { kind: "document", type: document };
  if (mime === "application/x-cfb") throw new Unreadable(whyOldOffice(bytes));
  if (mime === "application/rtf") throw new Unreadable(`is RTF; ${readable}`);
  // Two letters make a bitmap or a program: a text may begin with them.
  const text = decodeText(bytes);
  if (text !== undefined) return { kind: "text", text };
  if (mime !== undefined && images.has(mime)) return { kind: "image", type: mime };
  throw new Unreadable(`is ${mime === undefined ? "of no known type" : `of type ${mime}`}; ${readable}`);
}

/** By its entries, since not every program writes their types where others look for them; else, when broken, by those. */
function archiveKind(bytes: Uint8Array, mime = ""): keyof typeof archives | undefined {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  const kinds = Object.keys(archives) as (keyof typeof archives)[];
  return (
    kinds.find((kind) => hasEntry(bytes, archives[kind].entry)) ??
    kinds.find((kind) => mime.endsWith(archives[kind].mime))
  );
}

/** The same container is around an encrypted document and one of the formats before 2007. */
function whyOldOffice(bytes: Uint8Array): string {
  const name = Buffer.from("EncryptedPackage", "utf16le");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(name)
    ? "is encrypted; save it without a password"
    : "is in an Office format of before 2007; save it as DOCX, XLSX or PPTX";
}
