import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ulid } from "ulid";
import type { ConversationImport, ImportedMessage } from "../../runtime/contract/conversation-import";
import { limits } from "../../runtime/contract/limits";

interface Corpus {
  sources: { payloads: string[] }[];
}

/** Script injections that others published; the file names them, and their licences. */
export function corpusPayloads(): string[] {
  const text = readFileSync(join(__dirname, "hostile-corpus.json"), "utf8");
  return (JSON.parse(text) as Corpus).sources.flatMap(({ payloads }) => payloads);
}

/** What ends each conversation: when it is shown whole, so is all before it. */
const ending = "$x^2$\n\n```js\nconst end = 1;\n```";

/** What is asked and answered, in turns: each payload as it is, and in every place that Markdown has for it. */
export function turnsWith(payloads: readonly string[]): [asked: string, answered: string][] {
  const turns = payloads.flatMap((payload): [string, string][] => [
    [payload, payload],
    ["in other places", places.map((place) => place(payload)).join("\n\n")],
  ]);
  return [...turns, ["at the end", ending]];
}

/** So old that it is at the very end of everybody's list. */
export function importOf(title: string, turns: readonly [string, string][]): ConversationImport {
  const begunAt = Date.UTC(2001, 0, 1);
  const messages: ImportedMessage[] = [];
  for (const [index, text] of turns.flat().entries()) {
    const at = begunAt + index * 1_000;
    const createdAt = new Date(at).toISOString();
    messages.push({
      id: ulid(at),
      parentId: messages.at(-1)?.id ?? null,
      role: index % 2 === 0 ? "user" : "assistant",
      text,
      status: "complete",
      createdAt,
      updatedAt: createdAt,
    });
  }
  const createdAt = new Date(begunAt).toISOString();
  return { title: title.slice(0, limits.titleChars), createdAt, updatedAt: createdAt, messages };
}

const oneLine = (payload: string) => payload.replaceAll(/\s+/g, " ");

const fenced = (payload: string) =>
  `\`\`\`${oneLine(payload)}\nname\n\`\`\`\n\n~~~html\n${payload}\n~~~\n\n\`${oneLine(payload)}\``;

const formulas = (payload: string) =>
  `$${payload}$ and $\\href{${payload}}{x}$\n\n$$\\text{${payload}}$$\n\n\\(${payload}\\)`;

const noted = (payload: string) =>
  `One[^1], two[^${payload.replaceAll(/\s/g, "")}].\n\n[^1]: ${oneLine(payload)}`;

const table = (payload: string) =>
  `| ${oneLine(payload)} | b |\n|---|---|\n| ${oneLine(payload)} | - ${oneLine(payload)} |`;

const links = (payload: string) =>
  `[x](<${oneLine(payload)}> "${oneLine(payload)}") ![${payload}](${payload}) [x](https://e.example/?${payload}) <${payload}>`;

const quote = (payload: string) => `> ${payload}\n\n- ${payload}`;

const places = [fenced, formulas, noted, table, links, quote];
