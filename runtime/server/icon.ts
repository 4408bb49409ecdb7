import { type Corner, pathOf } from "./outline";

/** What the icon is painted in where the operator has chosen no accent: `--accent` of `ui/tokens.css`. */
export const plainAccent = "#c2410c";

/** A speech bubble on a ground of 32 by 32. */
export const bubble: readonly Corner[] = [
  { x: 2, y: 4, radius: 4 },
  { x: 30, y: 4, radius: 4 },
  { x: 30, y: 24, radius: 4 },
  { x: 14, y: 24 },
  { x: 6, y: 30 },
  { x: 6, y: 24 },
  { x: 2, y: 24, radius: 4 },
];

/** Where the bubble lies on a ground of its own: systems cut such icons to shapes of theirs, but for the middle. */
export const middle = { x: 8, y: 7.75, scale: 0.5 };

/** The page's icon as SVG. */
export function icon(accent = plainAccent): string {
  return `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><path fill='${accent}' d='${pathOf(bubble)}'/></svg>`;
}

/** The same for systems that cut icons to a shape of theirs: all that matters is in the middle. */
export function maskableIcon(accent = plainAccent): string {
  const place = `translate(${middle.x} ${middle.y}) scale(${middle.scale})`;
  return `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><path fill='${accent}' d='M0 0h32v32H0z'/><path fill='#ffffff' transform='${place}' d='${pathOf(bubble)}'/></svg>`;
}

/** The icon inside of an address, so that it needs no request. */
export function iconUrl(accent?: string): string {
  const escaped = icon(accent).replace(/[<>#]/g, (character) => encodeURIComponent(character));
  return `data:image/svg+xml,${escaped}`;
}
