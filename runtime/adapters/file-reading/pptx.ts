import { Parser } from "saxen";
import type { FilePart } from "../../reading-ports";
import { type Archive, unpackXml } from "./archive";
import { broken } from "./unreadable";

/** The texts of each slide in the order of the presentation, then what its speaker noted. */
export function pptxParts(bytes: Uint8Array): FilePart[] {
  const archive = unpackXml(bytes, "PPTX");
  const slides = slidesOf(archive);
  if (slides.length === 0) throw broken("PPTX", new Error("there are no slides"));
  return slides.flatMap((path, index) => {
    const notes = relationsOf(archive, path).find(({ type }) => type.endsWith("/notesSlide"));
    const texts = [paragraphsOf(archive, path), notes && paragraphsOf(archive, notes.target)];
    const [said, noted] = texts.map((paragraphs) => paragraphs?.join("\n") ?? "");
    const text = [said, noted && `Notes: ${noted}`].filter(Boolean).join("\n");
    return text === "" ? [] : [{ unit: "slide", from: index + 1, to: index + 1, text }];
  });
}

const presentation = "ppt/presentation.xml";

function slidesOf(archive: Archive): string[] {
  const targets = new Map(relationsOf(archive, presentation).map(({ id, target }) => [id, target]));
  const slides: string[] = [];
  parse(archive, presentation, {
    open(name, attributes) {
      const target = name === "p:sldId" ? targets.get(attributes["r:id"] ?? "") : undefined;
      if (target !== undefined) slides.push(target);
    },
  });
  return slides;
}

interface Relation {
  id: string;
  type: string;
  /** The path of an entry. */
  target: string;
}

function relationsOf(archive: Archive, path: string): Relation[] {
  const [, folder = "", file = ""] = /^(.*\/)([^/]+)$/.exec(path) ?? [];
  const relations: Relation[] = [];
  const relationsPath = `${folder}_rels/${file}.rels`;
  if (!Object.hasOwn(archive, relationsPath)) return [];
  parse(archive, relationsPath, {
    open(name, { Id: id = "", Type: type = "", Target: target = "" }) {
      if (name !== "rel:Relationship") return;
      // As a URL is resolved: it may be `../notesSlides/notesSlide1.xml` or `/ppt/slides/slide1.xml`.
      const { pathname } = new URL(target, `file:///${folder}`);
      relations.push({ id, type, target: decodeURI(pathname.slice(1)) });
    },
  });
  return relations;
}

/** `a:p` is a paragraph, `a:t` a run of its text, `a:br` an end of line. A field that counts slides says nothing. */
function paragraphsOf(archive: Archive, path: string): string[] {
  const paragraphs: string[] = [];
  let paragraph = "";
  let isText = false;
  let isField = false;
  parse(archive, path, {
    open(name) {
      if (name === "a:t") isText = !isField;
      else if (name === "a:fld") isField = true;
      else if (name === "a:br" || name === "a:tab") paragraph += " ";
    },
    close(name) {
      if (name === "a:t") isText = false;
      else if (name === "a:fld") isField = false;
      else if (name === "a:p") {
        if (paragraph.trim() !== "") paragraphs.push(paragraph.trim());
        paragraph = "";
      }
    },
    text(text) {
      if (isText) paragraph += text;
    },
  });
  return paragraphs;
}

interface XmlHandlers {
  open?: (name: string, attributes: Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}

/** Names have the prefixes that PowerPoint gives, whatever the file calls them. */
function parse(archive: Archive, path: string, { open, close, text }: XmlHandlers): void {
  const xml = Object.hasOwn(archive, path) ? archive[path] : undefined;
  if (!xml) throw broken("PPTX", new Error(`there is no ${path}`));
  const parser = new Parser();
  parser.ns({
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
  });
  if (open) parser.on("openTag", (name, attributes) => open(name, attributes()));
  if (close) parser.on("closeTag", (name) => close(name));
  if (text) {
    parser.on("text", (value, decode) => text(decode(value)));
    parser.on("cdata", (value) => text(value));
  }
  parser.on("error", (error) => {
    throw broken("PPTX", error);
  });
  parser.parse(new TextDecoder().decode(xml));
}
