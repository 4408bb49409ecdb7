import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { grounds } from "../../runtime/contract/grounds";
import { accentColours, contrast } from "../../runtime/server/accent-colours";

const tokens = readFileSync(join(__dirname, "../../ui/tokens.css"), "utf8");
const [light = "", dark = ""] = tokens.split('[data-theme="dark"]');
/** The colours of a theme by their names in `tokens.css`. */
const paletteOf = (css: string) =>
  Object.fromEntries(
    [...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
  );
const palettes = { light: paletteOf(light), dark: paletteOf(dark) };
const themes = ["light", "dark"] as const;

const anyColour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((bits) => `#${bits.toString(16).padStart(6, "0")}`);

describe("contrast", () => {
  it.each([
    ["#000000", "#ffffff", 21],
    ["#777777", "#ffffff", 4.48],
    ["#c2410c", "#ffffff", 5.18],
    ["#123456", "#123456", 1],
  ])("of %s and %s is %d, either way round", (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 2);
    expect(contrast(other, one)).toBeCloseTo(ratio, 2);
  });
});

describe("An accent", () => {
  it("stays as it is where it can be read", () => {
    expect(accentColours("#0f766e")["--light-accent"]).toBe("#0f766e");
    expect(accentColours("#5eead4")["--dark-accent"]).toBe("#5eead4");
  });

  it("is made darker on light ground and lighter on dark ground, no more than needed", () => {
    const colours = accentColours("#ffd400");
    expect(colours["--light-accent"]).toBe("#806a00");
    expect(colours["--dark-accent"]).toBe("#ffd400");
    expect(accentColours("#0b1f4d")["--dark-accent"]).toBe("#638ce9");
  });

  it("can be read as text on every ground, and carries text, whatever the operator chose", () => {
    fc.assert(
      fc.property(anyColour, (chosen) => {
        const colours = accentColours(chosen);
        for (const theme of themes) {
          const [accent = "", ink = "", wash = ""] = ["", "-ink", "-wash"].map(
            (part) => colours[`--${theme}-accent${part}`],
          );
          const { ground, panel, raised, mine, code } = palettes[theme];
          const behind = [ground, panel, raised, mine, code, wash];
          expect(Math.min(...behind.map((one) => contrast(accent, one ?? "")))).toBeGreaterThanOrEqual(4.5);
          expect(contrast(ink, accent)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("has a wash on which all of the page's text can be read", () => {
    fc.assert(
      fc.property(anyColour, (chosen) => {
        const colours = accentColours(chosen);
        for (const theme of themes) {
          const wash = colours[`--${theme}-accent-wash`] ?? "";
          const inks = ["ink", "ink-2", "ink-3"].map((name) => palettes[theme][name] ?? "");
          expect(Math.min(...inks.map((ink) => contrast(ink, wash)))).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("The grounds outside of style sheets", () => {
  it("are those of the style sheet", () => {
    expect(grounds).toEqual({ light: palettes.light["ground"], dark: palettes.dark["ground"] });
  });
});
