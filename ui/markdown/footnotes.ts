/** A footnote of a message. */
export interface Footnote {
  /** What stands in its brackets, in small letters. */
  label: string;
  /** Markdown. */
  text: string;
}

// No label is longer: text that opens bracket after bracket would be read anew from each of them to its end.
const definition = /^ {0,3}\[\^([^\]\s]{1,100})\]:[ \t]*/;
const reference = /\[\^([^\]\s]{1,100})\](?!:)/g;
const inlineCode = /(?<!`)(`+)(?!`)[^`]+\1/g;

/** Whether a line begins a footnote. */
export function beginsFootnote(line: string): boolean {
  return definition.test(line);
}

/** The footnote that a block is, when it is one. */
export function footnoteIn(block: string): Footnote | undefined {
  const [marker, label] = definition.exec(block) ?? [];
  if (!marker || !label) return undefined;
  const text = block.slice(marker.length).replaceAll(/^(?: {1,4}|\t)/gm, "");
  return { label: label.toLowerCase(), text: text.trim() };
}

/** Labels that a block refers to, in order. */
export function referencesIn(block: string): string[] {
  if (!block.includes("[^")) return [];
  const prose = block.replaceAll(inlineCode, "");
  return [...prose.matchAll(reference)].map(([, label = ""]) => label.toLowerCase());
}

/**
 * Footnotes in the order of their numbers: that in which the text refers to them, then those that it never does. The
 * first of several with one label counts.
 */
export function orderFootnotes(found: readonly Footnote[], references: readonly string[]): Footnote[] {
  const byLabel = new Map(found.toReversed().map((note) => [note.label, note]));
  const labels = new Set([...references, ...found.map(({ label }) => label)]);
  return [...labels].flatMap((label) => byLabel.get(label) ?? []);
}
