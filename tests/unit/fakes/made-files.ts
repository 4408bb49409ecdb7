import { Document, Packer, Paragraph, Table, TableCell, TableRow } from "docx";
import { strToU8, zipSync } from "fflate";
import Pdf from "pdfkit";

const xml = (body: string) => strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`);
const relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${relationships}/${type}" Target="${target}"/>`;
const relationsXml = (relations: string) =>
  xml(
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations}</Relationships>`,
  );
const contentTypes = (part: string, type: string) =>
  xml(
    `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
  );

/** A PDF with a text on each of its pages. */
export async function madePdf(pages: readonly string[], options: PDFKit.PDFDocumentOptions = {}) {
  const pdf = new Pdf({ autoFirstPage: false, ...options });
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  const { promise, resolve } = Promise.withResolvers<void>();
  pdf.on("end", resolve);
  for (const page of pages) pdf.addPage().text(page);
  pdf.end();
  await promise;
  return new Uint8Array(Buffer.concat(chunks));
}

/** A PDF that says something in Chinese with a font that it does not have in it. */
export function madePdfWithoutItsFont(): Uint8Array {
  const text = "BT /F1 12 Tf <4F60597D> Tj ET";
  const objects = [
    "<</Type /Catalog /Pages 2 0 R>>",
    "<</Type /Pages /Kids [3 0 R] /Count 1>>",
    "<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>> >> >>",
    `<</Length ${text.length}>> stream\n${text}\nendstream`,
    "<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R]>>",
    "<</Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>> /FontDescriptor 7 0 R>>",
    "<</Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /StemV 80>>",
  ].map((object, index) => `${index + 1} 0 obj ${object} endobj`);
  return strToU8(
    `%PDF-1.4\n${objects.join("\n")}\ntrailer <</Root 1 0 R /Size ${objects.length + 1}>>\n%%EOF`,
  );
}

/** A DOCX of paragraphs, with a table at its end. */
export async function madeDocx(paragraphs: readonly string[], table: readonly string[][]) {
  const rows = table.map(
    (cells) =>
      new TableRow({ children: cells.map((cell) => new TableCell({ children: [new Paragraph(cell)] })) }),
  );
  const children = [...paragraphs.map((text) => new Paragraph(text)), new Table({ rows })];
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })));
}

/** An XLSX of one sheet; `row` says what stands in `<row>`s. */
export function madeXlsx(sheet: string, rows: string): Uint8Array {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  return zipSync({
    "[Content_Types].xml": contentTypes("/xl/workbook.xml", "spreadsheetml.sheet"),
    "_rels/.rels": relationsXml(relation("rId1", "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": xml(
      `<workbook ${main} xmlns:r="${relationships}"><sheets><sheet name="${sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    "xl/_rels/workbook.xml.rels": relationsXml(relation("rId1", "worksheet", "worksheets/sheet1.xml")),
    "xl/worksheets/sheet1.xml": xml(`<worksheet ${main}><sheetData>${rows}</sheetData></worksheet>`),
  });
}

/** Cells of texts and numbers as a row. */
export function xlsxRow(number: number, ...cells: (string | number)[]): string {
  const told = cells.map((cell, index) => {
    const place = `r="${String.fromCharCode(65 + index)}${number}"`;
    return typeof cell === "number"
      ? `<c ${place}><v>${cell}</v></c>`
      : `<c ${place} t="inlineStr"><is><t>${cell}</t></is></c>`;
  });
  return `<row r="${number}">${told.join("")}</row>`;
}

/** A PPTX; a slide's texts are paragraphs, and files of slides are named in another order than they are shown. */
export function madePptx(slides: readonly (readonly string[])[], notes: string): Uint8Array {
  const spaces = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="${relationships}"`;
  const shape = (texts: readonly string[]) =>
    `<p:sp><p:txBody>${texts.map((text) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`).join("")}</p:txBody></p:sp>`;
  const fileOf = (index: number) => `slide${slides.length - index}.xml`;
  const entries: Record<string, Uint8Array> = {
    "[Content_Types].xml": contentTypes("/ppt/presentation.xml", "presentationml.presentation"),
    "_rels/.rels": relationsXml(relation("rId1", "officeDocument", "ppt/presentation.xml")),
    "ppt/presentation.xml": xml(
      `<p:presentation ${spaces}><p:sldIdLst>${slides.map((_slide, index) => `<p:sldId id="${256 + index}" r:id="s${index}"/>`).join("")}</p:sldIdLst></p:presentation>`,
    ),
    "ppt/_rels/presentation.xml.rels": relationsXml(
      slides.map((_slide, index) => relation(`s${index}`, "slide", `slides/${fileOf(index)}`)).join(""),
    ),
    "ppt/slides/_rels/slide1.xml.rels": relationsXml(
      relation("n", "notesSlide", "../notesSlides/notesSlide1.xml"),
    ),
    "ppt/notesSlides/notesSlide1.xml": xml(`<p:notes ${spaces}>${shape([notes])}</p:notes>`),
  };
  for (const [index, texts] of slides.entries())
    entries[`ppt/slides/${fileOf(index)}`] = xml(`<p:sld ${spaces}>${shape(texts)}</p:sld>`);
  return zipSync(entries);
}
