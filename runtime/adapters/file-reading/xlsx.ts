import readSheets, { type Row } from "read-excel-file/universal";
import type { FilePart } from "../../reading-ports";
import { storedArchive, unpackXml } from "./archive";
import { longestHead } from "./plain-text";
import { broken } from "./unreadable";
import { nameCells } from "./xlsx-cell-names";

/** As Excel has it; a name goes into every label. */
const longestSheetName = 31;

/** A row a line, its cells between tabs. Empty rows part what stands above them from what stands below. */
export async function xlsxParts(bytes: Uint8Array): Promise<FilePart[]> {
  const archive = storedArchive(nameCells(unpackXml(bytes, "XLSX")));
  try {
    const sheets = await readSheets(archive.buffer);
    return sheets.flatMap(({ sheet, data }) =>
      sheetParts(sheet.slice(0, longestSheetName), data.map(rowText)),
    );
  } catch (error) {
    throw broken("XLSX", error);
  }
}

function sheetParts(of: string, rows: readonly string[]): FilePart[] {
  const parts: FilePart[] = [];
  let from = 0;
  while (from < rows.length) {
    let to = from;
    while (to < rows.length && rows[to] !== "") to += 1;
    if (to > from) {
      const head = rows[from]!;
      const text = rows.slice(from, to).join("\n");
      parts.push({
        unit: "row",
        from: from + 1,
        to,
        of,
        text,
        ...(head.length <= longestHead && { head }),
      });
    }
    from = to + 1;
  }
  return parts;
}

function rowText(row: Row): string {
  return row.map(cellText).join("\t").trimEnd();
}

function cellText(cell: unknown): string {
  // Of a day it has midnight, which nobody wrote.
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$|\.000Z$/, "");
  return typeof cell === "string" ? cell.replaceAll(/\s+/g, " ") : cell === null ? "" : JSON.stringify(cell);
}
