/** Makes an element. No style: the page's content security policy would refuse it. */
export function element(
  name: string,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** An icon button; `data` is the attribute by which its press is known. */
export function iconButton(data: string, label: string, path: string): HTMLElement {
  const attributes = { type: "button", class: "icon", [data]: "", "aria-label": label, title: label };
  return element("button", attributes, icon(path));
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
