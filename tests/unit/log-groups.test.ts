import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLogs, type Logs } from "../../local/aws/logs/logs";

let folder: string;
let logs: Logs;
let warnings: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-logs-"));
  warnings = [];
  const place = { accountId: "000000000000", region: "us-east-1" };
  logs = createLogs(folder, place, (message) => warnings.push(message));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("writes a group's lines to a file of its own", () => {
  logs.append("/aws/lambda/chat-1", "one");
  logs.append("/aws/lambda/chat-1", "two\n");
  logs.append("other", "three");
  expect(readFileSync(join(folder, "aws-lambda-chat-1.log"), "utf8")).toBe("one\ntwo\n");
  expect(readFileSync(join(folder, "other.log"), "utf8")).toBe("three\n");
});

it("loses lines that cannot be written, with one warning", () => {
  rmSync(folder, { recursive: true });
  logs.append("chat", "one");
  logs.append("chat", "two");
  expect(warnings).toEqual([expect.stringMatching(/^Log lines are lost: ENOENT/)]);
});

it("gives a log group its ARN", async () => {
  const type = "aws:cloudwatch/logGroup:LogGroup";
  const made = await logs.resources[type]?.create({
    urn: "u",
    type,
    name: "access",
    inputs: { name: "/parley/access" },
  });
  expect(made).toEqual({
    id: "/parley/access",
    outputs: { name: "/parley/access", arn: "arn:aws:logs:us-east-1:000000000000:log-group:/parley/access" },
  });
});
