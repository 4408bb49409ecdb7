import type { Archive } from "./archive";

const sheetPath = /^xl\/worksheets\/[^/]+\.xml$/;
const unnamedCell = /<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr=)/;
const rowsAndCells = /<((?:\w+:)?(row|c))(?=[\s/>])([^>]*)/g;

/**
 * Writes into every cell where it stands. Who writes a sheet may leave that out (ECMA-376 part 1, 18.3.1.4: `r` is
 * optional), and then it stands next to the one before; the library reads no such sheet.
 */
export function nameCells(archive: Archive): Archive {
  return Object.fromEntries(
    Object.entries(archive).map(([path, bytes]) => [path, sheetPath.test(path) ? named(bytes) : bytes]),
  );
}

function named(bytes: Uint8Array): Uint8Array {
  const xml = new TextDecoder().decode(bytes);
  if (!unnamedCell.test(xml)) return bytes;
  let [row, column] = [0, 0];
  const whole = xml.replaceAll(rowsAndCells, (tag: string, name: string, kind: string, rest: string) => {
    const place = /\sr="([A-Z]*)(\d+)"/.exec(rest);
    if (kind === "row") {
      [row, column] = [place ? Number(place[2]) : row + 1, 0];
      return tag;
    }
    column = place ? columnNumber(place[1] ?? "") : column + 1;
    return place ? tag : `<${name} r="${columnName(column)}${row}"${rest}`;
  });
  return new TextEncoder().encode(whole);
}

/** 1 is A, 27 is AA. */
function columnName(number: number): string {
  if (number <= 0) return "";
  const last = (number - 1) % 26;
  return columnName((number - 1 - last) / 26) + String.fromCharCode(65 + last);
}

function columnNumber(name: string): number {
  return Array.from(name).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
}
