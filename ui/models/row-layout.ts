/** The rows of a log, one below the other. */
export interface RowLayout {
  keys: readonly string[];
  /** Where each row begins, px below the first one's beginning; at last, where the last one ends. */
  tops: readonly number[];
}

/** What can be seen of a log, px below its first row's beginning. */
export interface Sight {
  top: number;
  height: number;
}

/** A stretch of the log: a row that is there, or so many that are not, with the height they take. */
export type Stretch =
  | { kind: "row"; key: string }
  | { kind: "gap"; before: string; count: number; height: number };

/** Rows this near are made before they are looked at, in heights of what can be seen. */
export const nearViews = 2;

/** Rows beyond this are taken away again, in heights of what can be seen. */
const farViews = 8;

/** How much is made at a time, in characters: some 10 ms of Markdown; with layout and paint, a task of 20 to 30 ms. */
const sliceChars = 4_000;

export function layOut(keys: readonly string[], heightOf: (key: string) => number): RowLayout {
  const tops = [0];
  let end = 0;
  for (const key of keys) tops.push((end += heightOf(key)));
  return { keys, tops };
}

/** Which row is at `y`; the first or the last one beyond the ends. */
export function rowAt({ keys, tops }: RowLayout, y: number): number {
  let [from, to] = [0, keys.length - 1];
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if ((tops[middle] ?? 0) <= y) from = middle;
    else to = middle - 1;
  }
  return from;
}

/** What is asked of {@link chooseRows}. */
export interface RowChoice {
  layout: RowLayout;
  sight: Sight;
  /** The rows that are there now. */
  shown: ReadonlySet<string>;
  /** Rows that stay wherever they are. */
  pinned: ReadonlySet<string>;
  /** How far out of sight rows are made, in heights of what can be seen. */
  reach: number;
  /** How long what a row says is, characters. */
  charsOf: (key: string) => number;
}

/**
 * Which rows should be there: what is pinned or near, nearest first, no more new ones at a time than one frame bears.
 * `isComplete` says whether that was all.
 */
export function chooseRows(choice: RowChoice): { rows: ReadonlySet<string>; isComplete: boolean } {
  const { layout, sight, shown, pinned, reach, charsOf } = choice;
  const distances = layout.keys.map((_, index) => distance(layout, index, sight) / sight.height);
  const distanceOf = (index: number) => distances[index] ?? 0;
  const stays = (key: string, index: number) =>
    pinned.has(key) || (shown.has(key) && distanceOf(index) <= farViews);
  const rows = new Set(layout.keys.filter(stays));
  const missing = [...layout.keys.keys()]
    .filter((index) => distanceOf(index) <= reach && !rows.has(layout.keys[index] ?? ""))
    .sort((one, other) => distanceOf(one) - distanceOf(other));
  let left = sliceChars;
  for (const index of missing) {
    if (left <= 0) return { rows, isComplete: false };
    const key = layout.keys[index] ?? "";
    rows.add(key);
    left -= charsOf(key);
  }
  return { rows, isComplete: true };
}

/** How far a row is out of sight, px. */
function distance({ tops }: RowLayout, index: number, sight: Sight): number {
  const [top = 0, bottom = 0] = [tops[index], tops[index + 1]];
  return Math.max(0, top - sight.top - sight.height, sight.top - bottom);
}

/** The log from top to bottom. */
export function stretches({ keys, tops }: RowLayout, shown: ReadonlySet<string>): Stretch[] {
  const found: Stretch[] = [];
  let first = 0;
  for (let index = 0; index <= keys.length; index++) {
    const key = keys[index];
    if (key !== undefined && !shown.has(key)) continue;
    const height = (tops[index] ?? 0) - (tops[first] ?? 0);
    if (index > first) found.push({ kind: "gap", before: key ?? "end", count: index - first, height });
    if (key !== undefined) found.push({ kind: "row", key });
    first = index + 1;
  }
  return found;
}

/** About how high a text is that was never laid out, px: its lines, wrapped, and what stands around them. */
export function guessHeight(text: string, width: number): number {
  const lineChars = Math.max(20, width / 8);
  const lines = text
    .split("\n")
    .reduce((sum, line) => sum + Math.max(0.6, Math.ceil(line.length / lineChars)), 0);
  return 64 + Math.round(lines * 26);
}
