import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningStack, startStack } from "../../local/stack";
import { programDir, temporaryFolder } from "./stack-process";
import { unusedGrants, useEverything } from "./use-everything";

const folder = temporaryFolder();
const warnings: string[] = [];
let stack: RunningStack;

beforeAll(async () => {
  stack = await startStack({
    programDir,
    dataDir: folder.dataDir,
    ports: { chat: 0, invoke: 0, aws: 0 },
    // A window that takes messages larger than an item of the table.
    config: { signIn: "none", contextTokens: "1000000" },
    warn: (message) => warnings.push(message),
  });
  await useEverything(stack);
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  folder.remove();
});

describe("When everything is used once", () => {
  it("every action that the program grants to a role is used by it, so that none is granted in vain", () => {
    expect(unusedGrants(stack)).toEqual([]);
  });

  it("no role is refused anything", () => {
    expect(warnings.filter((message) => message.includes("AccessDenied"))).toEqual([]);
  });
});
