import type { TestProject } from "vitest/node";
import { type StackOutputs, startStackProcess, temporaryFolder } from "./stack-process";

declare module "vitest" {
  export interface ProvidedContext {
    /** Of the stack that all tests share which need none of their own. */
    outputs: StackOutputs;
    dataDir: string;
  }
}

/** One stack for all tests, started as a user starts it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = temporaryFolder();
  // Many tests with one key: its limits are the subject of a test of their own.
  const args = ["parley:requestsPerSecond=1000", "parley:burst=1000"].flatMap((setting) => [
    "--config",
    setting,
  ]);
  const stack = await startStackProcess(folder.dataDir, { args });
  project.provide("outputs", stack.outputs);
  project.provide("dataDir", stack.dataDir);
  return async () => {
    await stack.stop();
    folder.remove();
  };
}
