import { type CodeWords, colourCode, frameCode } from "./code-frame";
import { type DiagramWords, isDiagram, showDiagram } from "./diagram-figure";
import { element } from "./element";
import { texOf } from "./math";
import type { RenderedBlock, RendererParts } from "./renderer";

/** What the page says around code, diagrams and tables. */
export interface DecorationWords extends CodeWords, DiagramWords {
  footnote: (number: string) => string;
  formula: string;
  table: string;
  taskDone: string;
  taskOpen: string;
}

/** Gives sanitised markup what the page adds: safe links, headed code with a copy button, tables that scroll. */
export function decorate(fragment: DocumentFragment, block: RenderedBlock, parts: RendererParts): void {
  const words = parts.words();
  for (const link of fragment.querySelectorAll("a")) openOutside(link);
  for (const image of fragment.querySelectorAll("img")) keepImageLocal(image);
  for (const box of fragment.querySelectorAll("input")) {
    if (box.type === "checkbox") labelTask(box, words);
    else box.remove();
  }
  for (const code of fragment.querySelectorAll<HTMLElement>("pre > code")) {
    const frame = frameCode(code, words);
    if (block.isFinal && isDiagram(code)) showDiagram(code, frame, parts.diagrams, words);
    else if (block.isFinal) colourCode(code, parts.highlighter);
  }
  for (const formula of fragment.querySelectorAll<HTMLElement>("[data-math]")) {
    setFormula(formula, words, parts);
  }
  for (const note of fragment.querySelectorAll<HTMLElement>("[data-note]")) referToNote(note, words);
  for (const table of fragment.querySelectorAll("table")) frameTable(table, words);
}

/** A formula that is not finished, is broken, or came before what sets it, stays as it is written. */
function setFormula(formula: HTMLElement, words: DecorationWords, { formulas }: RendererParts): void {
  const kind = formula.dataset.math;
  if (kind !== "inline" && kind !== "block") return;
  const shown = formulas()?.(texOf(formula.textContent ?? ""), kind === "block");
  if (!shown) return;
  if (kind === "block" || mayBeWide(shown)) makeScroll(formula, words.formula);
  formula.replaceChildren(shown);
}

/** What may be wider than a narrow screen, in signs; from about here a formula between words is one. */
const narrowSigns = 24;

/** Whether a formula between words has a part that cannot be broken and may be wider than the screen. */
function mayBeWide(shown: Node): boolean {
  if (!(shown instanceof Element)) return false;
  return [...shown.querySelectorAll(".katex-base")].some((part) => {
    // Columns of a matrix stand apart.
    const spaces = part.querySelectorAll(".arraycolsep").length;
    const signs = part.textContent.replaceAll(/[\s\u200b]/g, "").length;
    return signs + spaces > narrowSigns;
  });
}

/** Lets what is wider than the screen be scrolled by keyboard too, within itself. */
function makeScroll(view: HTMLElement, name: string): void {
  view.setAttribute("role", "group");
  view.setAttribute("tabindex", "0");
  view.setAttribute("aria-label", name);
}

/** A button and no link: the notes of all messages are in one page, and its address names the conversation. */
function referToNote(note: HTMLElement, words: DecorationWords): void {
  const number = /^\d+/.exec(note.dataset.note ?? "")?.[0] ?? "";
  note.removeAttribute("data-note");
  if (number === "") return;
  const label = words.footnote(number);
  const attributes = { type: "button", class: "note-ref", "data-to-note": number, "aria-label": label };
  note.replaceChildren(element("button", attributes, number));
}

function labelTask(box: HTMLInputElement, words: DecorationWords): void {
  box.disabled = true;
  box.setAttribute("aria-label", box.checked ? words.taskDone : words.taskOpen);
}

function openOutside(link: HTMLAnchorElement): void {
  link.target = "_blank";
  link.rel = "noopener noreferrer";
}

/** A picture on a foreign server would tell it who reads what: a link stands in for it, to follow or not. */
function keepImageLocal(image: HTMLImageElement): void {
  if (image.src.startsWith("data:image/")) return;
  const link = document.createElement("a");
  link.href = image.src;
  link.textContent = image.alt || image.src;
  openOutside(link);
  image.replaceWith(image.src && !image.closest("a") ? link : (image.alt ?? ""));
}

function frameTable(table: HTMLTableElement, words: DecorationWords): void {
  const frame = element("div", { class: "table" });
  makeScroll(frame, words.table);
  table.replaceWith(frame);
  frame.append(table);
}
