import {
  BorderStyle,
  Document,
  HeadingLevel,
  LevelFormat,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from "docx";
import { type Token, type Tokens, marked } from "marked";
import { type RunStyle, isRightToLeft, runsOf } from "./word-runs";

type Block = Paragraph | Table;

/** Where a block stands: how deep in lists, and whether it is quoted. */
interface Place {
  depth: number;
  isQuoted: boolean;
}

const numbered = "numbered";
const bulleted = "bulleted";
const levels = 9;
/** How far each level of a list is moved in, twentieths of a point. */
const indent = 360;
const monospace = "Courier New";
const headings = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
] as const;

/** A text of Markdown as a Word document: headings, lists, tables, quotes, code, links. Formulas stay as written. */
export async function wordDocument(markdown: string, title: string): Promise<Uint8Array<ArrayBuffer>> {
  const lists = { count: 0 };
  const document = new Document({
    title,
    numbering: { config: [listStyle(numbered), listStyle(bulleted)] },
    sections: [{ children: blocksOf(marked.lexer(markdown), { depth: 0, isQuoted: false }, lists) }],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

function listStyle(reference: string) {
  const isNumbered = reference === numbered;
  return {
    reference,
    levels: Array.from({ length: levels }, (_, level) => ({
      level,
      format: isNumbered ? LevelFormat.DECIMAL : LevelFormat.BULLET,
      text: isNumbered ? `%${level + 1}.` : "•",
      style: { paragraph: { indent: { left: indent * (level + 1), hanging: indent } } },
    })),
  };
}

function blocksOf(tokens: readonly Token[], place: Place, lists: { count: number }): Block[] {
  return tokens.flatMap((token) => blockOf(token, place, lists));
}

function blockOf(token: Token, place: Place, lists: { count: number }): Block[] {
  switch (token.type) {
    case "space":
    case "def":
      return [];
    case "heading": {
      const { depth, tokens } = token as Tokens.Heading;
      return [paragraph(tokens, place, { heading: headings[depth - 1] })];
    }
    case "code":
      return [codeBlock(token as Tokens.Code, place)];
    case "hr":
      return [new Paragraph({ border: { bottom: { style: BorderStyle.SINGLE, size: 6, space: 1 } } })];
    case "blockquote":
      return blocksOf((token as Tokens.Blockquote).tokens, { ...place, isQuoted: true }, lists);
    case "list":
      return listOf(token as Tokens.List, place, lists);
    case "table":
      return [tableOf(token as Tokens.Table), new Paragraph({})];
    default: {
      const { tokens, text, raw } = token as Tokens.Text;
      return [paragraph(tokens ?? [{ type: "text", raw, text }], place)];
    }
  }
}

function paragraph(
  tokens: readonly Token[],
  { depth, isQuoted }: Place,
  options: ConstructorParameters<typeof Paragraph>[0] & object = {},
  style: RunStyle = {},
): Paragraph {
  const left = indent * (depth + (isQuoted ? 2 : 0));
  return new Paragraph({
    spacing: { after: 120 },
    bidirectional: isRightToLeft(tokens),
    ...(left > 0 && { indent: { left } }),
    ...options,
    children: runsOf(tokens, isQuoted ? { ...style, italics: true } : style),
  });
}

function codeBlock({ text }: Tokens.Code, { depth }: Place): Paragraph {
  const lines = text.split("\n");
  return new Paragraph({
    spacing: { after: 120 },
    indent: { left: indent * depth },
    shading: { fill: "F3F1EC" },
    children: lines.map(
      (line, index) => new TextRun({ text: line, font: monospace, size: 19, break: index > 0 ? 1 : 0 }),
    ),
  });
}

function listOf(list: Tokens.List, place: Place, lists: { count: number }): Block[] {
  const instance = (lists.count += 1);
  const level = Math.min(place.depth, levels - 1);
  const numbering = { reference: list.ordered ? numbered : bulleted, level, instance };
  return list.items.flatMap((item) => {
    // The box of a task is a token of its own, before its words or among them.
    const tokens = item.tokens.filter(({ type }) => type !== "checkbox");
    const [first, ...rest] = tokens;
    const isText = first?.type === "text" || first?.type === "paragraph";
    const words = isText ? ((first as Tokens.Text).tokens ?? []) : [];
    const box = item.task ? [{ type: "text", raw: "", text: item.checked ? "☑ " : "☐ " }] : [];
    const head = paragraph([...box, ...words], place, { numbering, indent: undefined });
    return [head, ...blocksOf(isText ? rest : tokens, { ...place, depth: place.depth + 1 }, lists)];
  });
}

function tableOf({ header, rows }: Tokens.Table): Table {
  const row = (cells: Tokens.TableCell[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      children: cells.map(({ tokens }) => {
        const content = paragraph(tokens, { depth: 0, isQuoted: false }, { spacing: {} }, { bold: isHead });
        return new TableCell({ children: [content], margins: { top: 40, bottom: 40, left: 80, right: 80 } });
      }),
    });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [row(header, true), ...rows.map((cells) => row(cells, false))],
  });
}
