import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type RunningStack, startStack } from "../../local/stack";
import type { ErrorBody } from "../../runtime/contract/problem";
import { ApiClient } from "./api-client";
import { programDir } from "./stack-process";

const folder = mkdtempSync(path.join(tmpdir(), "parley-denied-"));
let stack: RunningStack | undefined;
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A copy of the program in which the chat function's role lacks one operation on the table. */
function programWithout(operation: string): string {
  const copy = path.join(folder, "program");
  mkdirSync(copy);
  for (const part of [
    "components",
    "runtime",
    "ui",
    "index.ts",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
    "dist",
  ]) {
    cpSync(path.join(programDir, part), path.join(copy, part), { recursive: true, preserveTimestamps: true });
  }
  symlinkSync(path.join(programDir, "node_modules"), path.join(copy, "node_modules"));
  const file = path.join(copy, "components/turn-functions.ts");
  const source = readFileSync(file, "utf8");
  const changed = source.replace(`"${operation}"`, '"DescribeTable"');
  if (changed === source) throw new Error(`components/turn-functions.ts does not grant ${operation}`);
  writeFileSync(file, changed);
  return copy;
}

describe("Without dynamodb:UpdateItem in the chat function's role", () => {
  it("a turn fails, and the log names role, action and table", { timeout: 120_000 }, async () => {
    const warnings: string[] = [];
    stack = await startStack({
      programDir: programWithout("UpdateItem"),
      dataDir: path.join(folder, "data"),
      ports: { chat: 0, invoke: 0, aws: 0 },
      config: { "parley:signIn": "none" },
      warn: (message) => warnings.push(message),
    });
    const value = (name: string) => String(stack?.outputs[name]?.value);
    const api = new ApiClient({ invokeUrl: value("invokeUrl"), apiKey: value("apiKey") });

    const answer = await api.request<ErrorBody>("POST", "/chat", { message: "/echo denied" });
    expect([answer.status, answer.body.error.code]).toEqual([500, "internal"]);
    expect(answer.body.error.message).not.toContain("dynamodb");

    const denied = new RegExp(`dynamodb:UpdateItem.*${value("conversationTable")}`);
    expect(logs(path.join(folder, "data/logs"))).toMatch(/AccessDenied/);
    expect(logs(path.join(folder, "data/logs"))).toMatch(denied);
    expect(warnings.join("\n")).toMatch(denied);
  });
});

function logs(directory: string): string {
  const files = readdirSync(directory).filter((file) => file.includes("chat"));
  return files.map((file) => readFileSync(path.join(directory, file), "utf8")).join("\n");
}
