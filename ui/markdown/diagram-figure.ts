import type { Diagram } from "../diagrams/frame-messages";
import type { DiagramsModel } from "../models/diagrams-model";
import { element, iconButton } from "./element";

/** What the page says around a diagram. */
export interface DiagramWords {
  diagram: (name: string) => string;
  diagramBroken: string;
  showDiagram: string;
  showSource: string;
}

const sourceIcon = "m8.5 8-4 4 4 4M15.5 8l4 4-4 4";
const pictureIcon = "M4.5 5h6v5h-6zM13.5 14h6v5h-6zM7.5 10v6.5h6";

export function isDiagram(code: HTMLElement): boolean {
  return code.dataset.language === "mermaid";
}

/** Puts the picture of a diagram in the place of its framed source, when there is one and the source is not wanted. */
export function showDiagram(
  code: HTMLElement,
  frame: HTMLElement,
  model: DiagramsModel,
  words: DiagramWords,
): void {
  const source = code.textContent ?? "";
  const picture = model.picture(source);
  if (picture === undefined) return;
  const [head, pre] = frame.children as unknown as [HTMLElement, HTMLElement];
  if (picture === "broken") {
    head.after(element("p", { class: "diagram-note" }, words.diagramBroken));
    return;
  }
  const isSource = model.isSourceWanted(source);
  const label = isSource ? words.showDiagram : words.showSource;
  head.children[0]?.after(iconButton("data-diagram", label, isSource ? pictureIcon : sourceIcon));
  pre.hidden = !isSource;
  if (!isSource) head.after(toFigure(picture, words));
}

/** How much smaller than it was drawn a diagram may be shown: its words are still to be read. */
const smallest = 0.7;
/** Narrower than this, px, it is never wider than the screen. */
const narrow = 240;

/** A diagram as wide as there is room, but never too small to read: then it scrolls. */
function toFigure(picture: Diagram, words: DiagramWords): HTMLElement {
  const image = toImage(picture, words);
  const least = Math.round(picture.width * smallest);
  if (least <= narrow) return element("div", { class: "diagram" }, image);
  image.style.minWidth = `${least}px`;
  const scrolls = { role: "group", tabindex: "0", "aria-label": words.diagram(picture.name) };
  return element("div", { class: "diagram", ...scrolls }, image);
}

/** An image runs no script, follows no link and fetches nothing, whatever stands in it. */
function toImage({ svg, width, height, name }: Diagram, words: DiagramWords): HTMLElement {
  return element("img", {
    src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`,
    alt: words.diagram(name),
    width: String(Math.round(width)),
    height: String(Math.round(height)),
  });
}
