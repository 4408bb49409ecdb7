import type { PageBoot } from "../contract/site";
import { nameOf } from "./boot";
import { escapeHtml } from "./escape-html";
import { iconUrl } from "./icon";

/**
 * The built page with the operator's words in it: its title, its icon and `boot` as JSON, which `ui/boot.ts` reads.
 *
 * @throws Error when the page has no place for one of them.
 */
export function fillIndex(html: string, boot: PageBoot): string {
  const parts: [place: RegExp, content: string][] = [
    [/(?<=<title>)[^<]*(?=<\/title>)/, escapeHtml(nameOf(boot))],
    [/(?<=<link\s+rel="icon"\s+href=")[^"]*(?=")/, escapeHtml(iconUrl(boot.colours?.["--light-accent"]))],
    [/(?<=<script type="application\/json" id="boot">)[^<]*(?=<\/script>)/, scriptJson(boot)],
  ];
  return parts.reduce((filled, [place, content]) => {
    if (!place.test(filled)) throw new Error(`index.html has no place for ${place}.`);
    // A function: in a text, "$&" would mean something.
    return filled.replace(place, () => content);
  }, html);
}

/** JSON that nothing in it can lead out of its script element, and that older parsers of JavaScript take as well. */
function scriptJson(value: unknown): string {
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escape);
}
