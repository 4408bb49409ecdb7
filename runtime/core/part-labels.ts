import type { FilePart, PartUnit } from "../reading-ports";

/** Where something stands in a file. */
export type PartPlace = Pick<FilePart, "unit" | "from" | "to" | "of">;

/** In place of parts, of a file that says nothing. */
export const noTextLabel = "no text";

/** Units of which each is a line of text, so that a passage of their part has numbers of its own. */
export function isLined(unit: PartUnit): boolean {
  return unit !== "page" && unit !== "slide";
}

/** `page 12`, `rows 1–400 of Prices`. */
export function labelOf({ unit, from, to, of }: PartPlace): string {
  const numbers = from === to ? `${unit} ${from}` : `${unit}s ${from}–${to}`;
  return of === undefined ? numbers : `${numbers} of ${of}`;
}

/** Labels of places that stand in the order of the file; those that touch are one. */
export function labelsOf(places: readonly PartPlace[]): string[] {
  const joined: PartPlace[] = [];
  for (const { unit, from, to, of } of places) {
    const last = joined.at(-1);
    const touches = last?.unit === unit && last.of === of && from <= last.to + 1;
    if (touches) last.to = Math.max(last.to, to);
    else joined.push({ unit, from, to, of });
  }
  return joined.map(labelOf);
}
