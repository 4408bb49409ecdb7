const namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

/** Content of an element: text is escaped, `undefined` is left out, a list repeats the element. */
export type XmlValue = string | number | boolean | undefined | XmlElements | XmlElements[] | string[];
export interface XmlElements {
  [name: string]: XmlValue;
}

/** A whole document of S3. */
export function xmlDocument(root: string, content: XmlElements): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="${namespace}">${elements(content)}</${root}>`;
}

function elements(content: XmlElements): string {
  return Object.entries(content)
    .flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((one) => element(name, one)) : element(name, value),
    )
    .join("");
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  const inner = typeof value === "object" ? elements(value as XmlElements) : escapeXml(String(value));
  return `<${name}>${inner}</${name}>`;
}

/** Line breaks too: a parser turns a plain carriage return into something else. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&"'\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The inner XML of every element of this name, in order. Enough for the flat documents that clients send. */
export function innerXml(xml: string, name: string): string[] {
  const pattern = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, "g");
  return [...xml.matchAll(pattern)].map((match) => match[1] ?? "");
}

/** The text of the first element of this name. */
export function textOf(xml: string, name: string): string | undefined {
  const inner = innerXml(xml, name)[0];
  return inner === undefined ? undefined : unescapeXml(inner);
}

const namedEntities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/gi, (whole, hex, decimal, named) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return namedEntities[String(named).toLowerCase()] ?? whole;
  });
}
