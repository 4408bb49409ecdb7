import type { MessageSource } from "../../runtime/contract/file";
import type { DialogMessages } from "./en-dialogs";

type Words = DialogMessages["files"];

/** `page 12`, `rows 1–400 of Prices`: as the API tells it. */
const numberedPart = /^(page|slide|row|line|paragraph)s? (\d+(?:–\d+)?)(?: of (.+))?$/s;

/** What a reply was made from: files, and which parts of them. */
export function sourcesText(sources: readonly MessageSource[], words: Words): string {
  const told = sources.map(({ name, parts }) => {
    const places = parts.map((part) => isolated(partText(part, words)));
    return [isolated(name), ...(places.length > 0 ? [places.join(", ")] : [])].join(": ");
  });
  return words.from(told.join("; "));
}

function partText(part: string, { parts }: Words): string {
  if (part === "image") return parts.image;
  if (part === "no text") return parts.noText;
  const [, unit, numbers = "", sheet] = numberedPart.exec(part) ?? [];
  if (unit === undefined) return part;
  const said = parts[unit as "page" | "slide" | "row" | "line" | "paragraph"](numbers, numbers.includes("–"));
  return sheet === undefined ? said : parts.of(said, isolated(sheet));
}

/** Names are in scripts of their own: set apart, they do not turn what stands around them. */
function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
