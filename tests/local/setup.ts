import type { TestProject } from "vitest/node";
import { type StackOutputs, type StackProcess, startStackProcess, temporaryFolder } from "./stack-process";

declare module "vitest" {
  export interface ProvidedContext {
    /** Of the stack that all tests share which need none of their own. */
    outputs: StackOutputs;
    dataDir: string;
  }
}

/** What all setups of a run know of each other: each project loads its modules anew. */
const ofRun = globalThis as { sharedStack?: Promise<StackProcess> };

/** One stack for all tests of all projects, started as a user starts it; the first that wants it also ends it. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const { sharedStack } = ofRun;
  if (sharedStack) {
    provide(project, await sharedStack);
    return undefined;
  }
  const folder = temporaryFolder();
  ofRun.sharedStack = start(folder.dataDir);
  const stack = await ofRun.sharedStack;
  provide(project, stack);
  return async () => {
    await stack.stop();
    folder.remove();
  };
}

function provide(project: TestProject, { outputs, dataDir }: StackProcess): void {
  project.provide("outputs", outputs);
  project.provide("dataDir", dataDir);
}

function start(dataDir: string): Promise<StackProcess> {
  const settings = [
    // Many tests with one key: its limits are the subject of a test of their own.
    "parley:requestsPerSecond=1000",
    "parley:burst=1000",
    `parley:store=${process.env.PARLEY_STORE ?? "dynamodb"}`,
  ];
  return startStackProcess(dataDir, { args: settings.flatMap((setting) => ["--config", setting]) });
}
