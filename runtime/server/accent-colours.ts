import { grounds } from "../contract/grounds";

/** WCAG 2 AA for text. */
const readable = 4.5;

type Colour = [red: number, green: number, blue: number];

interface Theme {
  /** Of the page's grounds (`ui/tokens.css`) the one nearest to the text on it: what is readable there is everywhere. */
  nearest: string;
  ground: string;
  /** The lightness that an accent moves to which is too near to its ground. */
  away: 0 | 1;
  /** How much of the accent is in its wash: little enough that the faintest text stays readable on it. */
  washPart: number;
}

const themes: Record<"light" | "dark", Theme> = {
  light: { nearest: "#f1eee8", ground: grounds.light, away: 0, washPart: 0.05 },
  dark: { nearest: "#2a2824", ground: grounds.dark, away: 1, washPart: 0.09 },
};

/** Fine enough that a step is hardly seen. */
const steps = 64;

/**
 * The page's accent as custom properties: `--light-accent`, `--dark-accent`, each with `-ink` for text upon it and
 * `-wash` for a ground tinted with it. An accent too near to its ground is moved away from it, no further than needed.
 *
 * @param accent - `#rrggbb`
 */
export function accentColours(accent: string): Record<string, string> {
  return { ...coloursOf("light", accent), ...coloursOf("dark", accent) };
}

function coloursOf(name: "light" | "dark", given: string): Record<string, string> {
  const { nearest, ground, away, washPart } = themes[name];
  const washOf = (accent: string) => mix(ground, parse(accent), washPart);
  let accent = given;
  for (let step = 1; step <= steps; step += 1) {
    if (contrast(accent, nearest) >= readable && contrast(accent, washOf(accent)) >= readable) break;
    accent = towards(given, away, step / steps);
  }
  return {
    [`--${name}-accent`]: accent,
    // The ground itself is further away from the accent than the nearest one.
    [`--${name}-accent-ink`]: name === "light" ? "#ffffff" : ground,
    [`--${name}-accent-wash`]: washOf(accent),
  };
}

/** The ratio of two colours by WCAG 2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = parse(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** `colour` with `part` of another in it. */
function mix(colour: string, other: Colour, part: number): string {
  return format(parse(colour).map((channel, index) => channel + ((other[index] ?? 0) - channel) * part));
}

/**
 * `colour` with its lightness (HSL) moved by `part` of the way; hue and saturation stay, so it is as vivid as before.
 * Every channel moves the same way, so the contrast with a ground on the other side only grows.
 */
function towards(colour: string, lightness: 0 | 1, part: number): string {
  const channels = parse(colour).map((channel) => channel / 255);
  const [low, high] = [Math.min(...channels), Math.max(...channels)];
  const from = (low + high) / 2;
  const to = from + (lightness - from) * part;
  const chroma = (of: number) => 1 - Math.abs(2 * of - 1);
  const saturation = chroma(from) === 0 ? 0 : (high - low) / chroma(from);
  const [spread, spreadBefore] = [saturation * chroma(to), high - low];
  return format(
    channels.map((channel) => {
      const place = spreadBefore === 0 ? 0 : (channel - from) / spreadBefore;
      return (to + place * spread) * 255;
    }),
  );
}

function format(channels: number[]): string {
  return `#${channels.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

function parse(colour: string): Colour {
  const bits = Number.parseInt(colour.slice(1), 16);
  return [(bits >> 16) & 255, (bits >> 8) & 255, bits & 255];
}
