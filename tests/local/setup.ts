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
  const stack = await startStackProcess(folder.dataDir);
  project.provide("outputs", stack.outputs);
  project.provide("dataDir", stack.dataDir);
  return async () => {
    await stack.stop();
    folder.remove();
  };
}
