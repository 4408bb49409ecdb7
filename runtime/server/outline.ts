/** A corner of a shape that goes round clockwise, y downwards; its radius is 0 where it is sharp. */
export interface Corner {
  x: number;
  y: number;
  radius?: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Straight lines that an arc of a quarter turn is drawn with: too many to be seen. */
const arcLines = 24;

/** The shape as the path of an SVG. */
export function pathOf(corners: readonly Corner[]): string {
  const parts = corners.map((corner, index) => {
    const { from, to } = roundingOf(corners, index);
    const { radius = 0 } = corner;
    const line = `${index === 0 ? "M" : "L"}${from.x} ${from.y}`;
    return radius === 0 ? line : `${line}A${radius} ${radius} 0 0 1 ${to.x} ${to.y}`;
  });
  return `${parts.join("")}z`;
}

/** The shape as straight lines from point to point, the last to the first. Rounded corners are right angles. */
export function pointsOf(corners: readonly Corner[]): Point[] {
  return corners.flatMap((corner, index) => {
    const { from, to } = roundingOf(corners, index);
    if (!corner.radius) return [from];
    const centre = { x: from.x + to.x - corner.x, y: from.y + to.y - corner.y };
    return Array.from({ length: arcLines + 1 }, (_, step) => {
      const turn = (step / arcLines) * (Math.PI / 2);
      const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
      return {
        x: centre.x + (from.x - centre.x) * cos + (to.x - centre.x) * sin,
        y: centre.y + (from.y - centre.y) * cos + (to.y - centre.y) * sin,
      };
    });
  });
}

/** Where the rounding of a corner begins and ends. */
function roundingOf(corners: readonly Corner[], index: number): { from: Point; to: Point } {
  const corner = corners[index] as Corner;
  const towards = (step: -1 | 1): Point => {
    const other = corners.at((index + step) % corners.length) as Corner;
    const length = Math.hypot(other.x - corner.x, other.y - corner.y);
    const share = (corner.radius ?? 0) / length;
    return { x: corner.x + (other.x - corner.x) * share, y: corner.y + (other.y - corner.y) * share };
  };
  return { from: towards(-1), to: towards(1) };
}
