import { describe, expect, it } from "vitest";
import { readPrelude } from "../../local/aws/apigateway/stream-prelude";
import { prelude } from "./fakes/rest-api";

async function* chunks(...given: Buffer[]): AsyncGenerator<Buffer> {
  yield* given;
}

describe("the prelude of a streamed answer", () => {
  it("may come with much of the body in one piece", async () => {
    const body = Buffer.alloc(40_000, "a");
    const read = await readPrelude(chunks(Buffer.concat([prelude({ statusCode: 201 }), body])));
    expect(read).toEqual({ metadata: { statusCode: 201 }, rest: body });
  });

  it("ends within 16 KB, or is none", async () => {
    const long = prelude({ statusCode: 200, headers: { "x-long": "a".repeat(17_000) } });
    await expect(readPrelude(chunks(long))).rejects.toThrow("Internal server error");
  });
});
