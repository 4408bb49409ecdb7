import type { CopyProgress, CopyReport } from "./copy-store";

/** How many names a report has of those that need a look. */
const maxNames = 10;

export function progressText({ conversations, total, messages }: CopyProgress, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? Math.round((messages * 1_000) / elapsedMs) : 0;
  return `${conversations} of ${total} conversations, ${messages} messages, ${rate} a second`;
}

/** What a copy came to, for a person. */
export function reportText(report: CopyReport): string {
  const { conversations, messages, presets, owners, written, newer, differing, others, source, target } =
    report;
  const lines = [
    `${conversations} conversations with ${messages} messages and ${presets} presets of ${owners} people; ${written} conversations written, the others were there.`,
    `SHA-256 of all of it  from ${source}\n                      to   ${target}`,
  ];
  if (newer.length > 0) lines.push(`Left as they are, since they were gone on with there: ${names(newer)}`);
  if (differing.length > 0)
    lines.push(`Not the same, since they were changed meanwhile; run it again: ${names(differing)}`);
  if (others > 0) lines.push(`${others} conversations are only there.`);
  return lines.join("\n");
}

function names(all: string[]): string {
  const more = all.length > maxNames ? `, and ${all.length - maxNames} more` : "";
  return `${all.slice(0, maxNames).join(", ")}${more}`;
}
