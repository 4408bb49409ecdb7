import type { MessageSource } from "../contract/file";
import type { FilePart } from "../reading-ports";
import { firstOf } from "./message-sources";
import { labelOf, labelsOf, noTextLabel } from "./part-labels";
import { rankPassages } from "./passage-ranking";
import { joinStretches, passagesOf, placeOf, type Stretch } from "./passages";
import { estimateTokens } from "./prompt-window";

/** A file whose text is there. */
export interface TextFile {
  id: string;
  name: string;
  parts: readonly FilePart[];
}

/** What of files goes into a prompt. */
export interface FileExcerpts {
  /** A text for each file, in their order. */
  texts: string[];
  /** Of those of which something is there to read, and of those that have no text. */
  sources: MessageSource[];
}

/** More would only make the model slow: it reads all of it before its first word. */
const mostExcerptTokens = 24_000;

/** Labels of a source; nobody reads more of them. */
const mostLabels = 50;

/**
 * All of the files where it fits; else the passages that fit the questions best, in the order of the files.
 *
 * @param questions - the newest one first
 */
export function fileExcerpts(
  files: readonly TextFile[],
  questions: readonly string[],
  budgetTokens: number,
): FileExcerpts {
  const whole = files.map((file) => written(file, file.parts.map(wholePart)));
  if (tokensOf(whole) <= budgetTokens) return told(files, whole);
  const chosen = choose(files, questions, Math.min(budgetTokens, mostExcerptTokens));
  return told(
    files,
    files.map((file, index) => written(file, joinStretches(chosen[index]!))),
  );
}

interface Written {
  text: string;
  labels: string[];
}

function told(files: readonly TextFile[], all: readonly Written[]): FileExcerpts {
  return {
    texts: all.map(({ text }) => text),
    sources: files.flatMap(({ id, name }, index) => {
      const { labels } = all[index]!;
      return labels.length > 0 ? [{ fileId: id, name, parts: firstOf(labels, mostLabels) }] : [];
    }),
  };
}

function tokensOf(all: readonly Written[]): number {
  return all.reduce((sum, { text }) => sum + estimateTokens(text), 0);
}

function wholePart({ text }: FilePart, part: number): Stretch {
  return { part, start: 0, end: text.length };
}

/** Which stretches of each file: those that fit best and, when it is not sure that any do, some from all over. */
function choose(files: readonly TextFile[], questions: readonly string[], budgetTokens: number): Stretch[][] {
  const passages = files.flatMap(({ name, parts }, file) =>
    passagesOf(parts).map((stretch) => {
      const part = parts[stretch.part]!;
      const place = `${name} ${labelOf(part)}`;
      return { file, stretch, place, text: part.text.slice(stretch.start, stretch.end), head: part.head };
    }),
  );
  const { best, isSure } = rankPassages(passages, questions);
  const firsts = files.map((_file, index) => passages.findIndex(({ file }) => file === index));
  const chosen = new Set<number>();
  let left = budgetTokens - tokensOf(files.map((file) => written(file, [])));
  const take = (indices: readonly number[], most: number) => {
    const end = left - most;
    for (const index of indices) {
      const passage = passages[index];
      if (!passage || chosen.has(index)) continue;
      const tokens = estimateTokens(passage.text + (passage.head ?? "")) + labelTokens;
      if (left - tokens < end) continue;
      left -= tokens;
      chosen.add(index);
    }
  };
  // A beginning says what a file is.
  take(firsts, left / 4);
  take(best, isSure ? left : left / 2);
  if (!isSure) take(spread(passages.length, budgetTokens), left);
  return files.map((_file, index) =>
    [...chosen].filter((at) => passages[at]!.file === index).map((at) => passages[at]!.stretch),
  );
}

/** What stands above a passage. */
const labelTokens = 12;

/** Places from all over, as many as might fit. */
function spread(count: number, budgetTokens: number): number[] {
  const wanted = Math.min(count, Math.max(1, Math.floor(budgetTokens / 300)));
  return Array.from({ length: wanted }, (_, index) => Math.floor((index * count) / wanted));
}

/** A file as the model reads it, each stretch under its label. */
function written({ name, parts }: TextFile, stretches: readonly Stretch[]): Written {
  const places = stretches.map((stretch) => placeOf(parts[stretch.part]!, stretch));
  const passages = stretches.map((stretch, index) => {
    const { text, head } = parts[stretch.part]!;
    const lines = [
      `[${labelOf(places[index]!)}]`,
      stretch.start > 0 && head,
      text.slice(stretch.start, stretch.end),
    ];
    return lines.filter(Boolean).join("\n");
  });
  if (parts.length === 0) passages.push("(There is no text in it.)");
  else if (passages.length === 0) passages.push("(Nothing of it fits here.)");
  const labels = parts.length === 0 ? [noTextLabel] : labelsOf(places);
  return { text: fenced(name, passages, isWhole(parts, stretches)), labels };
}

function isWhole(parts: readonly FilePart[], stretches: readonly Stretch[]): boolean {
  return (
    stretches.length === parts.length &&
    stretches.every(({ part, start, end }) => start === 0 && end === parts[part]!.text.length)
  );
}

function fenced(name: string, passages: readonly string[], isWhole: boolean): string {
  // A text that ends its own tag would go on as if it were the person's.
  const body = passages.join("\n\n").replaceAll(/<(?=\/file)/gi, "&lt;");
  const excerpt = isWhole ? "" : ' excerpt="the passages that fit the question best; the rest is left out"';
  return `<file name=${JSON.stringify(name.replaceAll(/[<>"]/g, "_"))}${excerpt}>\n${body}\n</file>`;
}
