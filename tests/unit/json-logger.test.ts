import { describe, expect, it } from "vitest";
import { createJsonLogger } from "../../runtime/adapters/json-logger";

function log(entry: Record<string, unknown>) {
  const lines: string[] = [];
  createJsonLogger((line) => lines.push(line)).error(entry, "it failed");
  return { lines, entry: JSON.parse(lines[0] ?? "") as Record<string, unknown> };
}

describe("the JSON logger", () => {
  it("writes one line, whatever is in it", () => {
    const { lines, entry } = log({ requestId: "r", text: "one\ntwo" });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain("\n");
    expect(entry).toMatchObject({ level: "error", message: "it failed", requestId: "r", text: "one\ntwo" });
  });

  it("tells an error with its stack, its causes and what AWS said", () => {
    const denied = Object.assign(new Error("User: … is not authorized to perform: dynamodb:UpdateItem"), {
      name: "AccessDeniedException",
      $metadata: { httpStatusCode: 400, requestId: "aws-1" },
      $response: { headers: { authorization: "secret" } },
    });
    const { lines, entry } = log({ error: new Error("not saved", { cause: denied }) });
    expect(entry["error"]).toMatchObject({
      name: "Error",
      message: "not saved",
      stack: expect.stringContaining("json-logger.test.ts"),
      cause: {
        name: "AccessDeniedException",
        message: "User: … is not authorized to perform: dynamodb:UpdateItem",
        httpStatus: 400,
        awsRequestId: "aws-1",
      },
    });
    expect(lines[0]).not.toContain("secret");
  });

  it("ends in an error that is its own cause", () => {
    const error = new Error("round");
    error.cause = error;
    expect(log({ error }).lines).toHaveLength(1);
  });
});
