import { describe, expect, it } from "vitest";

import { rechunk, seededRandom } from "../../local/aws/sagemaker/rechunk";

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<string[]> {
  const parts: string[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk).toString("hex"));
  return parts;
}

async function* lines(count: number): AsyncGenerator<Buffer> {
  for (let index = 0; index < count; index++) yield Buffer.from(`data: ${index} 🙂\n\n`);
}

describe("the bytes of a model", () => {
  it("are cut at the same places for the same seed, and lose nothing", async () => {
    const [first, again, other] = [
      await collect(rechunk(lines(50), seededRandom(1))),
      await collect(rechunk(lines(50), seededRandom(1))),
      await collect(rechunk(lines(50), seededRandom(2))),
    ];
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    expect(first.length).toBeGreaterThan(60);
    expect(first.every((part) => part.length > 0)).toBe(true);
    expect(first.join("")).toBe((await collect(lines(50))).join(""));
  });

  it("are cut inside characters too", async () => {
    const parts: Buffer[] = [];
    for await (const part of rechunk(lines(50), seededRandom(1))) parts.push(Buffer.from(part));
    expect(parts.some((part) => part.toString("utf8").includes("\uFFFD"))).toBe(true);
  });

  it("are passed on whole before the next chunk is asked for", async () => {
    const seen: string[] = [];
    async function* source() {
      for (const text of ["abcdefgh", "ijklmnop"]) {
        seen.push("|");
        yield Buffer.from(text);
      }
    }
    // Always cuts, right after the first byte.
    for await (const part of rechunk(source(), () => 0)) seen.push(Buffer.from(part).toString());
    expect(seen.join(" ")).toBe("| a b c d e f g h | i j k l m n o p");
  });
});
