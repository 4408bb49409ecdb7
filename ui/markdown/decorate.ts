/** What the page says around code and tables. */
export interface DecorationWords {
  copyCode: string;
  plainCode: string;
  table: string;
  taskDone: string;
  taskOpen: string;
}

const copyIcon =
  "M8.5 10.5a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2zM15.5 8.5v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2";

/** Gives sanitised markup what the page adds: safe links, headed code with a copy button, tables that scroll. */
export function decorate(fragment: DocumentFragment, words: DecorationWords): void {
  for (const link of fragment.querySelectorAll("a")) openOutside(link);
  for (const image of fragment.querySelectorAll("img")) keepImageLocal(image);
  for (const box of fragment.querySelectorAll("input")) {
    if (box.type === "checkbox") labelTask(box, words);
    else box.remove();
  }
  for (const code of fragment.querySelectorAll<HTMLElement>("pre > code")) frameCode(code, words);
  for (const table of fragment.querySelectorAll("table")) frameTable(table, words);
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

function frameCode(code: HTMLElement, words: DecorationWords): void {
  const pre = code.parentElement as HTMLElement;
  const frame = element("div", { class: "code" });
  const head = element("div", { class: "code-head" });
  const name = element("span", {});
  name.textContent = code.dataset.language || words.plainCode;
  const button = element("button", {
    type: "button",
    class: "icon",
    "data-copy": "",
    "aria-label": words.copyCode,
  });
  button.append(icon(copyIcon));
  head.append(name, button);
  pre.tabIndex = 0;
  pre.replaceWith(frame);
  frame.append(head, pre);
}

function frameTable(table: HTMLTableElement, words: DecorationWords): void {
  const frame = element("div", { class: "table", role: "region", tabindex: "0", "aria-label": words.table });
  table.replaceWith(frame);
  frame.append(table);
}

function element(name: string, attributes: Record<string, string>): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function icon(path: string): SVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}
