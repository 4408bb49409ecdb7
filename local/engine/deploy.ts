import type { Backend } from "./backend";
import type { DeployEvent, LogEntry } from "./event";
import { explainFailure } from "./failure";
import { ProgramError } from "./program-error";
import { pruneState } from "./prune";
import { Registrar } from "./registrar";
import type { ResourceRecord } from "./resource-record";
import { runProgram } from "./runner";
import { listen } from "./server";
import type { StackOutput, State } from "./state";
import { containsSecret, plain } from "./wire";

export interface DeployOptions {
  programDir: string;
  project: string;
  stack: string;
  /** By full key: `parley:store`. */
  config: Record<string, string>;
  /** @default - none is secret */
  secretKeys?: string[];
  /**
   * The program, relative to its folder.
   *
   * @default - the `main` of its `package.json`
   */
  entry?: string;
  backend: Backend;
  /**
   * Where compiled code is kept between runs: a run that finds it there takes two seconds of a processor less.
   *
   * @default - nothing is kept
   */
  cacheDir?: string;
  /**
   * What the run before left. Resources that the program no longer registers are deleted.
   *
   * @default - everything is new, and nothing is remembered
   */
  state?: State;
  onEvent?: (event: DeployEvent) => void;
  /** Aborting kills the program; `deploy` then rejects. */
  signal?: AbortSignal;
}

export interface Deployment {
  /** In the order of registration. */
  resources: ResourceRecord[];
  /** What the program exports. Values are plain, also the secret ones. */
  outputs: Record<string, StackOutput>;
  logs: LogEntry[];
}

/**
 * Runs a Pulumi program and has the backend make what it registers.
 *
 * @throws ProgramError when the program or one of its resources fails; what was made until then is in the state.
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { project, stack, backend, state } = options;
  const logs: LogEntry[] = [];
  const onEvent = options.onEvent ?? (() => undefined);
  const onLog = (entry: LogEntry) => {
    logs.push(entry);
    onEvent({ kind: "log", entry });
  };
  const registrar = new Registrar({ project, stack }, { backend, onEvent, ...(state && { state }) });
  try {
    await run(options, registrar, logs, onLog);
    if (state) await pruneState(state, backend, registrar.resources, onEvent);
    const outputs = outputsOf(registrar);
    state?.setOutputs(outputs);
    return { resources: [...registrar.resources.values()], outputs, logs };
  } finally {
    await registrar.settle();
    await state?.flush();
  }
}

async function run(
  options: DeployOptions,
  registrar: Registrar,
  logs: LogEntry[],
  onLog: (entry: LogEntry) => void,
): Promise<void> {
  const { programDir, project, stack, config, secretKeys = [], entry = ".", cacheDir, signal } = options;
  const server = await listen({ project, stack }, programDir, registrar, options.backend, onLog);
  try {
    const exit = await runProgram({
      programDir,
      project,
      stack,
      config,
      secretKeys,
      entry,
      address: server.address,
      onLine: (message) => onLog({ severity: "info", message }),
      ...(cacheDir && { cacheDir }),
      ...(signal && { signal }),
    });
    if (signal?.aborted) throw new ProgramError("The deployment was interrupted");
    if (exit.code !== 0) throw new ProgramError(explainFailure(exit, registrar.failures, logs, programDir));
  } finally {
    server.close();
  }
}

function outputsOf(registrar: Registrar): Record<string, StackOutput> {
  const entries = Object.entries(registrar.stackOutputs);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, { value: plain(value), secret: containsSecret(value) }]),
  );
}
