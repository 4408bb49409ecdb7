import { describe, expect, it } from "vitest";

import { rechunk, seededRandom } from "../../local/aws/sagemaker/rechunk";

const lines = Array.from({ length: 50 }, (_, index) => Buffer.from(`data: ${index} 🙂\n\n`));

/** Of all lines, cut with the same random numbers. */
function pieces(seed: number): Buffer[] {
  const random = seededRandom(seed);
  return lines.flatMap((line) => Array.from(rechunk(line, random), (piece) => Buffer.from(piece)));
}

describe("the bytes of a model", () => {
  it("are cut at the same places for the same seed, and lose nothing", () => {
    const first = pieces(1);
    expect(first).toEqual(pieces(1));
    expect(first).not.toEqual(pieces(2));
    expect(first.length).toBeGreaterThan(60);
    expect(first.every((piece) => piece.length > 0)).toBe(true);
    expect(Buffer.concat(first)).toEqual(Buffer.concat(lines));
  });

  it("are cut inside characters too", () => {
    expect(pieces(1).some((piece) => piece.toString("utf8").includes("\uFFFD"))).toBe(true);
  });

  it("are given in their order, to the last one", () => {
    // Always cuts, right after the first byte.
    const cut = Array.from(
      rechunk(Buffer.from("abcdefgh"), () => 0),
      (piece) => Buffer.from(piece).toString(),
    );
    expect(cut.join(" ")).toBe("a b c d e f g h");
  });
});
