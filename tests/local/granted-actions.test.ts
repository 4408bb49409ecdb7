import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningStack, startStack } from "../../local/stack";
import { programDir, temporaryFolder } from "./stack-process";
import { unusedGrants, useEverything } from "./use-everything";

const folder = temporaryFolder();
let stack: RunningStack;

beforeAll(async () => {
  stack = await startStack({
    programDir,
    dataDir: folder.dataDir,
    ports: { chat: 0, invoke: 0, aws: 0 },
    // A window that takes messages larger than an item of the table.
    config: { signIn: "none", contextTokens: "1000000" },
  });
});
afterAll(async () => {
  await stack?.stop();
  folder.remove();
});

describe("Every action that the program grants to a role", () => {
  it(
    "is used by it when everything is used once, so that none is granted in vain",
    { timeout: 60_000 },
    async () => {
      await useEverything(stack);
      expect(unusedGrants(stack)).toEqual([]);
    },
  );
});
