import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

import { parentWatch } from "../parent-watch";
import type { UrnScope } from "./urn";

export interface RunnerOptions extends UrnScope {
  /** Holds `Pulumi.yaml`, `package.json` and `tsconfig.json`. */
  programDir: string;
  /** The program, relative to its folder; `.` is the `main` of `package.json`. */
  entry: string;
  /** Where the engine listens. */
  address: string;
  /** By full key: `parley:store`. */
  config: Record<string, string>;
  /** Keys of `config` whose values are secret. */
  secretKeys: string[];
  /**
   * Keeps compiled code between runs.
   *
   * @default - nothing is kept
   */
  cacheDir?: string;
  /** Aborting kills the program. */
  signal?: AbortSignal;
  /** A line that the program printed. */
  onLine: (line: string) => void;
}

export interface RunnerExit {
  /** Null when it was killed. */
  code: number | null;
  /** The last lines it printed to stderr. */
  stderr: string[];
}

const keptLines = 40;

/** Runs the program under Pulumi's own Node runner, as the Pulumi CLI would. Resolves when the process has ended. */
export async function runProgram(options: RunnerOptions): Promise<RunnerExit> {
  const child = spawn(process.execPath, [...parentWatch, ...runnerArguments(options)], {
    cwd: options.programDir,
    env: runnerEnvironment(options),
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {});
  const kill = () => child.kill("SIGKILL");
  options.signal?.addEventListener("abort", kill, { once: true });
  if (options.signal?.aborted) kill();
  const stderr: string[] = [];
  eachLine(child.stdout, options.onLine);
  eachLine(child.stderr, (line) => {
    stderr.push(line);
    if (stderr.length > keptLines) stderr.shift();
  });
  try {
    return { code: await exitOf(child), stderr };
  } finally {
    options.signal?.removeEventListener("abort", kill);
  }
}

function runnerArguments(options: RunnerOptions): string[] {
  const { programDir, address, project, stack, entry } = options;
  const runner = createRequire(path.join(programDir, "package.json")).resolve(
    "@pulumi/pulumi/cmd/run/index.js",
  );
  const where = [
    "--monitor",
    address,
    "--engine",
    address,
    "--root-directory",
    programDir,
    "--pwd",
    programDir,
  ];
  const what = ["--organization", "organization", "--project", project, "--stack", stack];
  return [runner, ...where, ...what, "--parallel", "16", entry];
}

function runnerEnvironment(options: RunnerOptions): NodeJS.ProcessEnv {
  // A loader of this process must not compile the program: closures serialize right only as the SDK compiles them.
  const { NODE_OPTIONS: _loaders, ...inherited } = process.env;
  return {
    ...inherited,
    PULUMI_NODEJS_TYPESCRIPT: "true",
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    PULUMI_CONFIG: JSON.stringify(options.config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.secretKeys),
    ...(options.cacheDir && {
      NODE_COMPILE_CACHE: path.join(options.cacheDir, "node"),
      TS_NODE_CACHE_DIRECTORY: path.join(options.cacheDir, "ts-node"),
    }),
  };
}

function eachLine(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Infinity }).on("line", onLine);
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}
