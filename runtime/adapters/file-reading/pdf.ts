import { getDocumentProxy } from "unpdf";
import type { FilePart } from "../../reading-ports";
import { readingLimits } from "./reading-limits";
import { broken, Unreadable } from "./unreadable";

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

/** A page a part. Pages without text are left out. */
export async function pdfParts(bytes: Uint8Array): Promise<FilePart[]> {
  const pdf = await openPdf(bytes);
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
    throw broken("PDF", error);
  }
  if (parts.length === 0) throw new Unreadable("has no text: its pages are pictures, which are not read");
  return parts;
}

async function openPdf(bytes: Uint8Array): Promise<Pdf> {
  try {
    return await getDocumentProxy(bytes, { verbosity: 0, isEvalSupported: false });
  } catch (error) {
    if (error instanceof Error && error.name === "PasswordException") {
      throw new Unreadable("is encrypted; save it without a password");
    }
    throw broken("PDF", error);
  }
}

async function pageText(pdf: Pdf, number: number): Promise<string> {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  page.cleanup();
  const text = items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join("");
  return text.replaceAll(/[ \t]+$/gm, "").trim();
}
