import type { CopyProgress, CopyReport } from "./copy-store";

/** How many names a report has of those that need a look. */
const maxNames = 10;

export function progressText({ conversations, total, messages }: CopyProgress, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? Math.round((messages * 1_000) / elapsedMs) : 0;
  return `${conversations} of ${total} conversations, ${messages} messages, ${rate} a second`;
}

/** What a copy came to, for a person. */
export function reportText(report: CopyReport): string {
  const { conversations, messages, presets, owners, written, same, deleted, others, source, target } = report;
  const lines = [
    `${conversations} conversations with ${messages} messages and ${presets} presets of ${owners} people; ${written} conversations written, ${same} were there.`,
    `SHA-256 of all of it  from ${source}\n                      to   ${target}`,
  ];
  if (deleted > 0) lines.push(`${deleted} deleted there, since they were deleted at the source.`);
  const left: [string[], string][] = [
    [report.changed, "Left as they are, since they were changed there (--replace takes the source's)"],
    [report.deletedThere, "Not made again, since they were deleted there (--replace makes them again)"],
    [report.deletedHere, "Left there, although they were deleted at the source (--deletions deletes them)"],
    [report.differing, "Not the same, since they were changed meanwhile; run it again"],
  ];
  for (const [named, why] of left) if (named.length > 0) lines.push(`${why}: ${names(named)}`);
  for (const failed of report.failed) lines.push(`failed: ${failed}`);
  if (others > 0) lines.push(`${others} conversations and presets are only there.`);
  return lines.join("\n");
}

/** Whether all of the source is there, and the same, and nothing needs a look. */
export function isSame({
  source,
  target,
  changed,
  deletedThere,
  deletedHere,
  differing,
  failed,
}: CopyReport): boolean {
  const named = [changed, deletedThere, deletedHere, differing, failed].flat();
  return source === target && named.length === 0;
}

function names(all: string[]): string {
  const more = all.length > maxNames ? `, and ${all.length - maxNames} more` : "";
  return `${all.slice(0, maxNames).join(", ")}${more}`;
}
