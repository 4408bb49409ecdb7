import { beginsFootnote, type Footnote, footnoteIn, referencesIn } from "./footnotes";

/** Markdown cut into blocks that can be rendered one by one. Their sources, joined, are the text again. */
export interface Split {
  /** Finished: whatever follows, these stay as they are. */
  blocks: readonly string[];
  /** What may still change as more text comes. */
  tail: string;
  /** Link definitions (`[name]: address`, one a line) in the finished blocks; they hold for the whole text. */
  definitions: string;
  /** In the finished blocks, as are the labels by which they refer to footnotes, in order. */
  footnotes: readonly Footnote[];
  references: readonly string[];
  /** Characters of the text that lie in `blocks`. */
  finishedChars: number;
}

export const emptySplit: Split = {
  blocks: [],
  tail: "",
  definitions: "",
  footnotes: [],
  references: [],
  finishedChars: 0,
};

type BlockKind = "paragraph" | "list" | "footnote" | "fence" | "indented";

interface OpenBlock {
  kind: BlockKind;
  /** The marker that opened a code fence, while it is open. */
  fence?: string;
  /** What ends the displayed formula that is open, and how many of its lines there were. */
  formula?: { end: string; lines: number };
  /** The HTML element that the block waits to see closed, and how many of them are open. */
  element?: string;
  depth: number;
  blankSeen: boolean;
}

const fenceLine = /^(\s*)(`{3,}|~{3,})(.*)$/;
const listLine = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const htmlLine = /^ {0,3}<([a-z][\w-]*)(?=[\s/>])/i;
const definitionLine = /^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S.*$/gm;
const maxFormulaLines = 60;
const voidElements = /^(?:area|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/**
 * Goes on from `previous`, whose text `text` must begin with: only what is new, and the tail before it, is read. A
 * finished block ends where nothing that follows can belong to it: a list swallows blank lines and what is indented
 * after them, a fence ends at its closing marker, an HTML element where it is closed; a formula may hold blank lines.
 */
export function splitBlocks(previous: Split, text: string): Split {
  const fresh: string[] = [];
  const cut = (from: number, to: number) => fresh.push(text.slice(from, to));
  const finishedChars = readLines(text, previous.finishedChars, cut);
  return { ...withBlocks(previous, fresh), tail: text.slice(finishedChars), finishedChars };
}

/** Says that the text has come to its end: the tail is finished too. */
export function finishSplit(split: Split): Split {
  const { tail, finishedChars } = split;
  if (tail === "") return split;
  const rest: string[] = [];
  const restChars = readLines(`${tail}\n`, 0, (from, to) => rest.push(tail.slice(from, to)));
  if (restChars < tail.length) rest.push(tail.slice(restChars));
  return { ...withBlocks(split, rest), tail: "", finishedChars: finishedChars + tail.length };
}

function withBlocks(split: Split, fresh: readonly string[]): Split {
  if (fresh.length === 0) return split;
  const prose = fresh.filter((block) => !openingFence(block.slice(0, block.indexOf("\n"))));
  return {
    ...split,
    blocks: [...split.blocks, ...fresh],
    definitions: withDefinitions(split.definitions, prose),
    footnotes: [...split.footnotes, ...prose.flatMap((block) => footnoteIn(block) ?? [])],
    references: [...split.references, ...prose.flatMap(referencesIn)],
  };
}

/** The same string when there is nothing new, so that blocks which use it stay as they are. */
function withDefinitions(known: string, blocks: readonly string[]): string {
  const fresh = blocks.flatMap((block) => block.match(definitionLine) ?? []);
  if (fresh.length === 0) return known;
  const lines = known === "" ? [] : known.split("\n");
  return [...new Set([...lines, ...fresh])].join("\n");
}

/** Calls `cut` for every finished block after `from`; returns where the last of them ends. */
function readLines(text: string, from: number, cut: (from: number, to: number) => void): number {
  let finished = from;
  let open: OpenBlock | undefined;
  let start = from;
  for (let end = text.indexOf("\n", from); end >= 0; end = text.indexOf("\n", start)) {
    const line = text.slice(start, end);
    if (open && endsBefore(open, line)) {
      cut(finished, start);
      finished = start;
      open = undefined;
    }
    open = open ? readOn(open, line) : startBlock(line);
    // A fence that has been closed cannot go on, whatever comes.
    if (open?.kind === "fence" && !open.fence) {
      cut(finished, end + 1);
      finished = end + 1;
      open = undefined;
    }
    start = end + 1;
  }
  // A line need not be whole to end the paragraph above it, when there is a blank one between.
  const begins = open?.kind === "paragraph" && open.blankSeen && endsBefore(open, text.slice(start));
  if (!begins) return finished;
  cut(finished, start);
  return start;
}

/** A line that opens a block; nothing is open between blank lines. */
function startBlock(line: string): OpenBlock | undefined {
  if (line.trim() === "") return undefined;
  const fence = openingFence(line);
  const element = htmlLine.exec(line)?.[1];
  const block: OpenBlock = { kind: "paragraph", depth: 0, blankSeen: false };
  if (listLine.test(line)) block.kind = "list";
  else if (beginsFootnote(line)) block.kind = "footnote";
  else if (fence && fence.indent <= 3) return { ...block, kind: "fence", fence: fence.marker };
  else if (element && !voidElements.test(element)) return readOn({ ...block, element }, line);
  else if (/^(?: {4}|\t)/.test(line)) return { ...block, kind: "indented" };
  return { ...block, formula: openingFormula(line) };
}

/** A line that begins with the opening of a displayed formula, in a list or quote or not, and does not close it. */
function openingFormula(line: string): OpenBlock["formula"] {
  const begun = line.replace(/^\s*(?:(?:[-*+>]|\d{1,9}[.)])\s+)*/, "");
  const end = begun.startsWith("$$") ? "$$" : begun.startsWith("\\[") && "\\]";
  return end && !begun.includes(end, 2) ? { end, lines: 1 } : undefined;
}

/** One that does not end soon is none. */
function readFormula(
  block: OpenBlock,
  { end, lines }: NonNullable<OpenBlock["formula"]>,
  line: string,
): OpenBlock {
  const goesOn = !line.includes(end) && lines < maxFormulaLines;
  return { ...block, formula: goesOn ? { end, lines: lines + 1 } : undefined };
}

/** Backticks may not stand in the words after an opening fence of backticks: that is inline code. */
function openingFence(line: string): { marker: string; indent: number } | undefined {
  const [, indent = "", marker = "", words = ""] = fenceLine.exec(line) ?? [];
  const opens = marker !== "" && (marker.startsWith("~") || !words.includes("`"));
  return opens ? { marker, indent: indent.length } : undefined;
}

function closesFence(block: OpenBlock, line: string): boolean {
  const [, indent = "", marker = "", words = ""] = fenceLine.exec(line) ?? [];
  const mayIndent = block.kind === "list" || block.kind === "footnote" || indent.length <= 3;
  return mayIndent && words.trim() === "" && marker.startsWith(block.fence ?? "");
}

function readOn(block: OpenBlock, line: string): OpenBlock {
  if (block.fence) return closesFence(block, line) ? { ...block, fence: undefined } : block;
  if (block.element) {
    const depth = block.depth + openedIn(line, block.element);
    return { ...block, depth, element: depth > 0 ? block.element : undefined };
  }
  const fence = block.kind === "indented" ? undefined : openingFence(line);
  if (block.formula && !fence) return readFormula(block, block.formula, line);
  if (line.trim() === "") return { ...block, blankSeen: true };
  const formula = block.kind === "indented" || fence ? undefined : openingFormula(line);
  return { ...block, fence: fence?.marker, formula, blankSeen: false };
}

function openedIn(line: string, element: string): number {
  const count = (pattern: string) => line.match(new RegExp(pattern, "gi"))?.length ?? 0;
  return count(`<${element}(?=[\\s/>])`) - count(`</${element}\\s*>`);
}

/** Whether `line` begins something else than the open block. */
function endsBefore(block: OpenBlock, line: string): boolean {
  if (block.fence || block.element || line.trim() === "") return false;
  if (block.kind !== "indented" && openingFence(line)?.indent === 0) return true;
  if (block.formula) return false;
  if (beginsFootnote(line)) return true;
  if (!block.blankSeen) return false;
  if (block.kind === "list") return !listLine.test(line) && !/^\s/.test(line);
  if (block.kind === "footnote") return !/^\s/.test(line);
  return block.kind !== "indented" || !/^(?: {4}|\t)/.test(line);
}
