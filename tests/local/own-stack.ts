import { type StackOptions, startStack } from "../../local/stack";
import { programDir, type StackOutputs, temporaryFolder } from "./stack-process";

/** A stack of a test's own, on an embedded cloud in the test's process: that starts sooner than `npm start`. */
export interface OwnStack {
  outputs: StackOutputs;
  /** Ends it, and removes what it kept. */
  stop(): Promise<void>;
}

/** @param config - by key, `parley:` left out; the page asks for no key unless `signIn` says so */
export async function startOwnStack(
  config: Record<string, string>,
  rest: Pick<StackOptions, "model"> = {},
): Promise<OwnStack> {
  const folder = temporaryFolder();
  const stack = await startStack({
    programDir,
    dataDir: folder.dataDir,
    ports: { chat: 0, invoke: 0, aws: 0 },
    config: { signIn: "none", ...config },
    ...rest,
  });
  const values = Object.entries(stack.outputs).map(([name, { value }]) => [name, value]);
  return {
    outputs: Object.fromEntries(values) as StackOutputs,
    async stop() {
      await stack.stop();
      folder.remove();
    },
  };
}
