import { element, iconButton } from "./element";
import type { Highlighter } from "./highlighter";
import type { LazyPart } from "../models/lazy-part";

/** What the page says around code. */
export interface CodeWords {
  copyCode: string;
  plainCode: string;
}

const copyIcon =
  "M8.5 10.5a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2zM15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2";

/** Puts a head with the language and a copy button over code, and scrolls it when it is wide. */
export function frameCode(code: HTMLElement, words: CodeWords): HTMLElement {
  const pre = code.parentElement as HTMLElement;
  const name = element("span", {}, code.dataset.language || words.plainCode);
  const head = element(
    "div",
    { class: "code-head" },
    name,
    iconButton("data-copy", words.copyCode, copyIcon),
  );
  const frame = element("div", { class: "code" });
  pre.tabIndex = 0;
  pre.replaceWith(frame);
  frame.append(head, pre);
  return frame;
}

/** Gives code its colours, when they are known. */
export function colourCode(code: HTMLElement, highlighter: LazyPart<Highlighter>): void {
  const language = code.dataset.language ?? "";
  if (language === "") return;
  const coloured = highlighter()?.(code.textContent ?? "", language);
  if (coloured) code.replaceChildren(coloured);
}
