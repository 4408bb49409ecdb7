import { describe, expect, it } from "vitest";
import { readCursor, writeCursor } from "../../runtime/adapters/list-cursor";
import { Problem } from "../../runtime/contract/problem";

const refusal = new Problem(
  "bad_request",
  "cursor: is not one that this list gave; leave it out to begin anew.",
);

describe("a cursor", () => {
  it("is read back by the list that gave it, and safe in a URL", () => {
    const cursor = writeCursor("U#ann", "2026-03-01T12:00:00.000Z#01ÄRZ");
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(readCursor("U#ann", cursor)).toEqual(["2026-03-01T12:00:00.000Z#01ÄRZ"]);
  });

  it("may lead to a place behind an item, also behind none", () => {
    expect(readCursor("U#ann", writeCursor("U#ann", "", "c", "m"))).toEqual(["", "c", "m"]);
    for (const place of [[""], ["a", ""], []])
      expect(() => readCursor("U#ann", writeCursor("U#ann", ...place))).toThrow(refusal);
  });

  it("is refused by another list", () => {
    expect(() => readCursor("U#bob", writeCursor("U#ann", "x"))).toThrow(refusal);
  });

  it("is refused when it was written by hand, with what is no text", () => {
    const [scope] = JSON.parse(Buffer.from(writeCursor("U#ann", "x"), "base64url").toString()) as string[];
    const forged = Buffer.from(`["${scope}","\\ud83d"]`).toString("base64url");
    expect(() => readCursor("U#ann", forged)).toThrow(refusal);
  });

  it.each(["", "zzz", "e30", "W10", Buffer.from("[1,2]").toString("base64url"), "💥"])(
    "%j is refused",
    (cursor) => {
      expect(() => readCursor("U#ann", cursor)).toThrow(refusal);
    },
  );
});
