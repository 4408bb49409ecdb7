import { convertToHtml, images } from "mammoth";
import type { FilePart } from "../../reading-ports";
import { storedArchive, unpackXml } from "./archive";
import { htmlParts } from "./html";
import { broken } from "./unreadable";

/** By way of HTML: mammoth's plain text has a paragraph for each cell of a table. */
export async function docxParts(bytes: Uint8Array): Promise<FilePart[]> {
  const archive = storedArchive(unpackXml(bytes, "DOCX"));
  try {
    const convertImage = images.imgElement(async () => ({ src: "" }));
    const { value } = await convertToHtml({ buffer: Buffer.from(archive.buffer) }, { convertImage });
    return htmlParts(value);
  } catch (error) {
    throw broken("DOCX", error);
  }
}
