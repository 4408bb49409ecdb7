import { describe, expect, it } from "vitest";
import { all, resourcesOf } from "./registrations";

describe("What the program registers", () => {
  it("is this, and a change of it is on purpose", async () => {
    // Sorted: the engine registers side by side, in no fixed order.
    const summary = all()
      .toSorted((one, other) => (one.urn < other.urn ? -1 : 1))
      .map(({ urn, inputs }) => ({
        urn: urn.replace(/^urn:pulumi:dev::parley::/, ""),
        inputs: stable(inputs),
      }));
    await expect(`${JSON.stringify(summary, undefined, 2)}\n`).toMatchFileSnapshot("registrations.snap");
  });

  it("keeps every log for 30 days, none for ever", () => {
    const groups = resourcesOf("aws:cloudwatch/logGroup:LogGroup");
    expect(Object.fromEntries(groups.map(({ name, inputs }) => [name, inputs.retentionInDays]))).toEqual({
      "api-access-logs": 30,
      "functions-authorizer-logs": 30,
      "functions-chat-logs": 30,
      "functions-conversations-logs": 30,
      "functions-files-logs": 30,
      "functions-keys-logs": 30,
      "functions-openai-logs": 30,
    });
  });
});

/** Without what changes with every build, or has tests of its own: hashes, code, paths, the API's document. */
function stable(value: unknown): unknown {
  if (typeof value === "string") {
    return value.length > 10_000 ? "<long text>" : value.replace(/\b[0-9a-f]{64}\b/g, "<sha256>");
  }
  if (Array.isArray(value)) return value.map(stable);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      /^(code|source|userData)$/.test(key) ? `<${key}>` : stable(one),
    ]),
  );
}
