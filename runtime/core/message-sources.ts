import type { MessageSource } from "../contract/file";
import { limits } from "../contract/limits";

/** How many labels of each source are told when all would be too much. */
const fewerLabels = [25, 12, 6, 3, 1, 0];

/** What sources take where they are stored: JSON within JSON, UTF-8. */
export function sourcesBytes(sources: readonly MessageSource[]): number {
  return Buffer.byteLength(JSON.stringify(JSON.stringify(sources)));
}

/** The sources as they can be stored with a reply: with fewer labels where all take too much, and in the end without the last ones. */
export function storableSources(sources: readonly MessageSource[]): MessageSource[] {
  let told = [...sources];
  for (const most of fewerLabels) {
    if (sourcesBytes(told) <= limits.sourcesBytes) return told;
    told = sources.map((source) => ({ ...source, parts: firstOf(source.parts, most) }));
  }
  while (sourcesBytes(told) > limits.sourcesBytes) told.pop();
  return told;
}

/** The first labels, and a sign that there are more. */
export function firstOf(labels: readonly string[], most: number): string[] {
  return labels.length > most ? [...labels.slice(0, most), "…"] : [...labels];
}
