/** A piece of a line of Markdown. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong"; children: Inline[] }
  | { kind: "em"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] };

const pieces = new RegExp(
  [
    String.raw`\\(?<escaped>[\\*_[\]()\x60<>])`,
    String.raw`\x60(?<code>[^\x60\n]+)\x60`,
    String.raw`\[(?<label>[^\][]+)\]\((?<href>[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)\)`,
    String.raw`<(?<bracketed>(?:https?:|mailto:)[^\s<>]+)>`,
    String.raw`(?<bare>https?:\/\/[^\s<>()*]*[^\s<>()*.,:;!?'"])`,
    String.raw`\*\*(?<strong>[^\s*](?:[^*]*[^\s*])?)\*\*`,
    String.raw`\*(?<star>[^\s*](?:[^*]*[^\s*])?)\*`,
    String.raw`(?<![\p{L}\p{N}_])_(?<underscore>[^\s_](?:[^_]*[^\s_])?)_(?![\p{L}\p{N}_])`,
  ].join("|"),
  "gu",
);

/** Where a link may lead. Nothing else: no scripts, no data. */
const safeAddress = /^(?:https?:\/\/|mailto:|tel:|\/(?!\/))/i;

/** Paragraphs of Markdown, each a list of lines. Links, bold, italic and code; all else stays as it is written. */
export function parseParagraphs(markdown: string): Inline[][][] {
  return markdown
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => paragraph.split(/\s*\n\s*/).map((line) => parseInline(line)));
}

/** The pieces of one line. */
export function parseInline(line: string): Inline[] {
  const found: Inline[] = [];
  let end = 0;
  for (const match of line.matchAll(pieces)) {
    pushText(found, line.slice(end, match.index));
    const piece = pieceOf(match.groups ?? {});
    if (piece?.kind === "text") pushText(found, piece.text);
    else if (piece) found.push(piece);
    else pushText(found, match[0]);
    end = match.index + match[0].length;
  }
  pushText(found, line.slice(end));
  return found;
}

/** Undefined for a link that may not lead where it does. */
function pieceOf(groups: Record<string, string | undefined>): Inline | undefined {
  const { escaped, code, label, href, bracketed, bare, strong, star, underscore } = groups;
  if (escaped !== undefined) return { kind: "text", text: escaped };
  if (code !== undefined) return { kind: "code", text: code };
  if (strong !== undefined) return { kind: "strong", children: parseInline(strong) };
  const stressed = star ?? underscore;
  if (stressed !== undefined) return { kind: "em", children: parseInline(stressed) };
  const address = href ?? bracketed ?? bare ?? "";
  if (!safeAddress.test(address)) return undefined;
  const text = bracketed?.replace(/^mailto:/, "") ?? bare ?? "";
  const children: Inline[] = label === undefined ? [{ kind: "text", text }] : parseInline(label);
  return { kind: "link", href: address, children };
}

function pushText(found: Inline[], text: string): void {
  const last = found.at(-1);
  if (text === "") return;
  if (last?.kind === "text") last.text += text;
  else found.push({ kind: "text", text });
}
