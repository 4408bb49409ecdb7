/** What the icon is painted in where the operator has chosen no accent: `--accent` of `ui/tokens.css`. */
const plainAccent = "#c2410c";

const bubble = "M6 4h20a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H14l-8 6v-6a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z";

/** The page's icon, a speech bubble, as SVG. */
export function icon(accent = plainAccent): string {
  return `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><path fill='${accent}' d='${bubble}'/></svg>`;
}

/** The same for systems that cut icons to a shape of theirs: all that matters is in the middle. */
export function maskableIcon(accent = plainAccent): string {
  return `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><path fill='${accent}' d='M0 0h32v32H0z'/><path fill='#ffffff' transform='translate(8 7.75) scale(.5)' d='${bubble}'/></svg>`;
}

/** The icon inside of an address, so that it needs no request. */
export function iconUrl(accent?: string): string {
  const escaped = icon(accent).replace(/[<>#]/g, (character) => encodeURIComponent(character));
  return `data:image/svg+xml,${escaped}`;
}
