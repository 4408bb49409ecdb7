import { bubble, middle, plainAccent } from "./icon";
import { type Point, pointsOf } from "./outline";
import { type Colour, encodePng } from "./png";

/** In how many parts a pixel is looked at, each way. */
const parts = 4;
const levels = parts * parts;
/** Of the ground that `bubble` is drawn on. */
const groundSize = 32;

/** The page's icon as PNG of `size` by `size` pixels, for systems that take no SVG. Around it there is nothing. */
export function iconPng(size: number, accent = plainAccent): Buffer {
  const [red, green, blue] = colourOf(accent);
  const colours = shades((share) => [red, green, blue, Math.round(255 * share)]);
  return encodePng(size, coverageOf(pointsOf(bubble), size), colours);
}

/** The bubble in white on the accent, for systems that cut icons to a shape of theirs. */
export function maskableIconPng(size: number, accent = plainAccent): Buffer {
  const ground = colourOf(accent);
  const lighter = (channel: number, share: number) => Math.round(channel + (255 - channel) * share);
  const colours = shades((share) => {
    const [red, green, blue] = ground.map((channel) => lighter(channel, share)) as [number, number, number];
    return [red, green, blue, 255];
  });
  const { x, y, scale } = middle;
  const points = pointsOf(bubble).map((point) => ({ x: x + point.x * scale, y: y + point.y * scale }));
  return encodePng(size, coverageOf(points, size), colours);
}

/** A colour for each level, from where the shape is not to where it is. */
function shades(colourAt: (share: number) => Colour): Colour[] {
  return Array.from({ length: levels + 1 }, (_, level) => colourAt(level / levels));
}

function colourOf(hex: string): [red: number, green: number, blue: number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** How many parts of each pixel lie within the shape, row by row. */
function coverageOf(points: readonly Point[], size: number): Uint8Array {
  const coverage = new Uint8Array(size * size);
  const scaled = points.map(({ x, y }) => ({ x: (x / groundSize) * size, y: (y / groundSize) * size }));
  for (let line = 0; line < size * parts; line += 1) {
    const row = Math.floor(line / parts) * size;
    const crossings = crossingsAt((line + 0.5) / parts, scaled);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const [from = 0, to = 0] = crossings.slice(pair, pair + 2).map((x) => Math.round(x * parts));
      for (let part = from; part < to; part += 1) {
        const pixel = row + Math.floor(part / parts);
        coverage[pixel] = (coverage[pixel] ?? 0) + 1;
      }
    }
  }
  return coverage;
}

/** Where a horizontal line goes into the shape and out of it. */
function crossingsAt(y: number, points: readonly Point[]): number[] {
  const crossings = points.flatMap((from, index) => {
    const to = points[(index + 1) % points.length] as Point;
    if (from.y <= y === to.y <= y) return [];
    return [from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x)];
  });
  return crossings.sort((one, other) => one - other);
}
