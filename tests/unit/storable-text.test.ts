import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storableJson, storableText, storedJson, storedText } from "../../runtime/adapters/storable-text";

/** Any UTF-16 code units, mostly those that something is made of them. */
const units = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }),
  fc.integer({ min: 0xd800, max: 0xdfff }),
  fc.integer({ min: 0xdbfc, max: 0xdbff }),
  fc.constantFrom(0, 0xfdd0, 0x41, 0xdffe, 0xdfff),
);
const texts = fc.array(units, { maxLength: 30 }).map((codes) => String.fromCharCode(...codes));

describe("A text as PostgreSQL can hold it", () => {
  it("has neither U+0000 nor halves of pairs, and comes back as it was", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const stored = storableText(text);
        expect(stored.includes("\0")).toBe(false);
        expect(stored.isWellFormed()).toBe(true);
        expect(storedText(stored)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it("comes back from any parts that it was cut into between characters", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const parts = Array.from(storableText(text), (character) => storedText(character));
        expect(parts.join("")).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it("is as it was where nothing in it needs a stand-in", () => {
    const text = "Rye & 粉 😀 \ue000\uffff\u{10f7fe}\n";
    expect(storableText(text)).toBe(text);
    expect(storableText("a\0b")).toBe("a\ufdd0b");
  });

  it("comes back from JSON, however deep it lies in it", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const value = { name: text, parts: [text, { of: [text, null, 1, true] }] };
        const json = storableJson(value);
        expect(json).not.toMatch(/\\u0000|\\ud[89a-f]/i);
        expect(storedJson(json)).toEqual(value);
      }),
      { numRuns: 500 },
    );
  });
});
