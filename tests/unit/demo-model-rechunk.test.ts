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

  it("are passed on whole before the next chunk is asked for", async () => {
    const seen: string[] = [];
    async function* source() {
      for (const text of ["abcdefgh", "ijklmnop"]) {
        seen.push("|");
        yield Buffer.from(text);
      }
    }
    // Always cuts, right after the first byte.
    let numbers = 0;
    const random = () => (numbers++ % 2 === 0 ? 0.1 : 0);
    for await (const part of rechunk(source(), random)) seen.push(Buffer.from(part).toString());
    expect(seen).toEqual(["|", ..."abcdefgh", "|", ..."ijklmnop"]);
  });
});
