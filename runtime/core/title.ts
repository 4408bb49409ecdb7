/** The longest title made from a message, in characters; a person may choose a longer one. */
const maxTitleChars = 60;

const untitled = "New chat";

/** A title from a conversation's first message: its first line that says something, without Markdown, cut at a word. */
export function titleOf(message: string): string {
  const line = message.split(/\r?\n/).map(withoutMarkdown).find(Boolean) ?? untitled;
  const characters = Array.from(line);
  if (characters.length <= maxTitleChars) return line;
  // One character is for the ellipsis; one more is looked at, since a word may end exactly at the limit.
  const head = characters.slice(0, maxTitleChars).join("");
  const lastSpace = head.lastIndexOf(" ");
  const cut = lastSpace > 0 ? head.slice(0, lastSpace) : characters.slice(0, maxTitleChars - 1).join("");
  return `${cut.replace(/[\s,.;:–-]+$/u, "")}…`;
}

function withoutMarkdown(line: string): string {
  return line
    .replace(/^\s*(?:#{1,6}\s+|>\s*|[-*+]\s+|\d+[.)]\s+)+/, "")
    .replace(/^\s*(?:```|~~~).*$/, "")
    .replace(/^\s*(?:[-*_]\s*){3,}$/, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__|~~|`)/g, "")
    .replace(/(^|\s)[*_](\S[^*_]*)[*_](?=\s|[.,!?]|$)/g, "$1$2")
    .replace(/\s+/g, " ")
    .trim();
}
