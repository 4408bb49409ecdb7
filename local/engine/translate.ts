import type { StackOutput } from "./state";

/** Replaces public origins (`https://d123.cloudfront.net`) by the local ones they stand for, wherever they occur. */
export function translateOutputs(
  outputs: Record<string, StackOutput>,
  aliases: ReadonlyMap<string, string>,
): Record<string, StackOutput> {
  // The longest first: one origin may begin with another.
  const pairs = [...aliases].toSorted(([a], [b]) => b.length - a.length);
  const entries = Object.entries(outputs);
  return Object.fromEntries(
    entries.map(([name, output]) => [name, { ...output, value: translate(output.value, pairs) }]),
  );
}

function translate(value: unknown, pairs: Array<[string, string]>): unknown {
  if (typeof value === "string") {
    return pairs.reduce((text, [origin, local]) => text.replaceAll(origin, local), value);
  }
  if (Array.isArray(value)) return value.map((element) => translate(element, pairs));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, translate(element, pairs)]));
}
