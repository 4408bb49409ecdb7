import path from "node:path";

import { type Cloud, createCloud } from "./aws/cloud";
import type { ModelOptions } from "./aws/sagemaker/model-options";
import { openDataFolder } from "./engine/data-folder";
import { deploy } from "./engine/deploy";
import type { DeployEvent } from "./engine/event";
import type { Lock } from "./engine/lock";
import { readProject } from "./engine/project";
import type { ResourceRecord } from "./engine/resource-record";
import { type StackOutput, State } from "./engine/state";
import { translateOutputs } from "./engine/translate";

export interface StackOptions {
  /** Holds `Pulumi.yaml` and the program. */
  programDir: string;
  /** Everything that outlives the process. Made when missing; only one stack at a time may use it. */
  dataDir: string;
  /** 0 takes a free one. */
  ports: { chat: number; invoke: number; aws: number };
  /** Wins over the project's files. A key without a namespace is the project's own. */
  config: Record<string, string>;
  /** @default "dev" */
  stack?: string;
  /** @default - the built-in demo model */
  model?: ModelOptions;
  /**
   * Deletes what the data folder holds first.
   *
   * @default false
   */
  reset?: boolean;
  onEvent?: (event: DeployEvent) => void;
  /** @default - warnings are dropped */
  warn?: (message: string) => void;
  /** Aborting ends a start that is under way; `startStack` then rejects. */
  signal?: AbortSignal;
  /** @default - the embedded cloud */
  createCloud?: typeof createCloud;
}

export interface RunningStack {
  /** What the program exports, with public addresses turned into local ones, and `awsEndpoint` and `region`. */
  outputs: Record<string, StackOutput>;
  resources: ResourceRecord[];
  cloud: Cloud;
  /** Ends everything that the stack has started. Safe to call again. */
  stop(): Promise<void>;
}

/**
 * Runs a Pulumi program on an embedded cloud of its own. When it rejects, nothing is left running.
 *
 * @throws ProgramError when the program fails; Error for a data folder that is taken or not ours, for config that
 *   cannot be read, and whatever the cloud says about its ports.
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const dataDir = path.resolve(options.dataDir);
  const lock = await openDataFolder(dataDir, options.reset);
  let cloud: Cloud | undefined;
  try {
    cloud = await (options.createCloud ?? createCloud)({
      dataDir,
      ports: options.ports,
      warn: options.warn ?? (() => undefined),
      ...(options.model && { model: options.model }),
    });
    const { outputs, resources } = await run(options, dataDir, cloud);
    const running = cloud;
    return { outputs, resources, cloud, stop: once(() => stopAll(running, lock)) };
  } catch (error) {
    await stopAll(cloud, lock);
    throw error;
  }
}

async function run(
  options: StackOptions,
  dataDir: string,
  cloud: Cloud,
): Promise<Pick<RunningStack, "outputs" | "resources">> {
  const { onEvent, signal } = options;
  const programDir = path.resolve(options.programDir);
  const region = { "aws:region": cloud.place.region };
  const project = await readProject(programDir, options.stack ?? "dev", { ...options.config, ...region });
  const state = await State.open(dataDir);
  const deployment = await deploy({
    programDir,
    project: project.name,
    stack: project.stack,
    entry: project.entry,
    config: project.config,
    secretKeys: project.secretKeys,
    backend: cloud,
    // Not in the data folder: it is the same for all stacks of this program, and stays when one is reset.
    cacheDir: path.join(programDir, "dist/cache"),
    state,
    ...(onEvent && { onEvent }),
    ...(signal && { signal }),
  });
  await unlessAborted(cloud.start(), signal);
  const outputs = {
    ...translateOutputs(deployment.outputs, cloud.aliases),
    awsEndpoint: { value: cloud.endpoint, secret: false },
    region: { value: cloud.place.region, secret: false },
  };
  state.setOutputs(outputs);
  await state.flush();
  return { outputs, resources: deployment.resources };
}

/** What `work` gives; rejects at once when the signal is aborted. The work itself goes on until the cloud is stopped. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function stopAll(cloud: Cloud | undefined, lock: Lock): Promise<void> {
  try {
    await cloud?.stop();
  } finally {
    lock.release();
  }
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
