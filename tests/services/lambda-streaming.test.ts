import { mkdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lambdaAlone, temporaryFolder } from "./lambda-alone";

async function readAll(body: AsyncIterable<Buffer> | undefined): Promise<string> {
  let text = "";
  for await (const chunk of body ?? []) text += chunk.toString();
  return text;
}

describe("a streaming function", () => {
  const streaming = (body: string) =>
    `exports.handler = awslambda.streamifyResponse(async (event, out) => { ${body} });`;

  it("sends the prelude, eight NULs and each write as it comes", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy(
      streaming(`
        const stream = awslambda.HttpResponseStream.from(out, { statusCode: 201, headers: { a: "b" } });
        stream.write("one ");
        stream.write("two");
        stream.end();`),
    );
    const { body, contentType } = await lambda.invokeStreaming(arn, {});
    expect(contentType).toBe("application/vnd.awslambda.http-integration-response");
    expect(await readAll(body)).toBe(`{"statusCode":201,"headers":{"a":"b"}}${"\0".repeat(8)}one two`);
  });

  it("answers at its first write, before it is done", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy(
      streaming(`
        out.write("first");
        while (!require("node:fs").existsSync(event.gate)) await new Promise((resolve) => setTimeout(resolve, 10));
        out.end("last");`),
    );
    const gate = path.join(temporaryFolder(), "gate");
    const { body } = await lambda.invokeStreaming(arn, { gate });
    const chunks = body?.[Symbol.asyncIterator]();
    expect(String((await chunks?.next())?.value)).toBe("first");
    mkdirSync(gate);
    expect(String((await chunks?.next())?.value)).toBe("last");
    expect((await chunks?.next())?.done).toBe(true);
  });

  it("sends no prelude when it ends without a write, as on AWS", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy(
      streaming('awslambda.HttpResponseStream.from(out, { statusCode: 200 }).end("bare");'),
    );
    expect(await readAll((await lambda.invokeStreaming(arn, {})).body)).toBe("bare");
  });

  it("fails as a whole before the first write", async () => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy(streaming('throw new TypeError("too early");'));
    expect(await lambda.invokeStreaming(arn, {})).toEqual({
      error: { errorType: "TypeError", errorMessage: "too early" },
    });
  });

  it.each([
    ["throws", 'throw new TypeError("midway");', { errorType: "TypeError", errorMessage: "midway" }],
    [
      "exits",
      "await new Promise((done) => out.write('', done)); process.exit(3);",
      { errorType: "Runtime.ExitError" },
    ],
    ["never ends", "await new Promise(() => {});", { errorType: "Sandbox.Timedout" }],
  ])("gives what was written and then fails when it %s", async (_case, body, error) => {
    const { deploy, lambda } = lambdaAlone();
    const { arn } = await deploy(streaming(`out.write("kept"); ${body}`), { timeout: 1 });
    const result = await lambda.invokeStreaming(arn, {});
    const chunks = result.body?.[Symbol.asyncIterator]();
    expect(String((await chunks?.next())?.value)).toBe("kept");
    await expect(readAll({ [Symbol.asyncIterator]: () => chunks! })).rejects.toMatchObject({ error });
  });

  it("runs to its end when its reader leaves", async () => {
    const { deploy, lambda, lines } = lambdaAlone();
    const { arn } = await deploy(
      streaming(
        'for (let n = 0; n < 300; n++) out.write("x".repeat(9999)); out.end(); console.log("ran to the end");',
      ),
    );
    const { body } = await lambda.invokeStreaming(arn, {});
    const chunks = body?.[Symbol.asyncIterator]();
    await chunks?.next();
    await chunks?.return?.();
    await expect.poll(() => lines.some((line) => line.includes("ran to the end"))).toBe(true);
  });
});
