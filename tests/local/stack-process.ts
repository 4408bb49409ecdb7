import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

export const programDir = path.resolve(__dirname, "../..");
const tsx = ["--import", "tsx"];
const startMs = 90_000;

/** A stack as `npm start` starts it, in a process and a folder of its own. */
export interface StackProcess {
  /** What `npm run output` says, secrets shown. */
  outputs: StackOutputs;
  dataDir: string;
  process: ChildProcess;
  /** Everything that it printed so far. */
  printed(): string;
  /** As Ctrl-C; resolves with the exit status. */
  stop(): Promise<number | null>;
}

export interface StackOutputs {
  chatUrl: string;
  invokeUrl: string;
  apiKey: string;
  conversationTable: string;
  filesBucket: string;
  modelEndpoint: string;
  awsEndpoint: string;
  region: string;
}

/** A folder for a stack's data, under the system's temporary folder. */
export function temporaryFolder(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(path.join(tmpdir(), "parley-stack-"));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** Runs `npm start`'s own command on free ports and waits until it says that it is up. */
export async function startStackProcess(
  dataDir: string,
  options: { args?: string[]; env?: Record<string, string> } = {},
): Promise<StackProcess> {
  const args = [...tsx, "local/cli/start.ts", "--port", "0", "--data", dataDir, ...(options.args ?? [])];
  const child = spawn(process.execPath, args, {
    cwd: programDir,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await up(child, () => text);
  return {
    outputs: JSON.parse(await output(dataDir, "--json", "--show-secrets")) as StackOutputs,
    dataDir,
    process: child,
    printed: () => text,
    stop: () => {
      child.kill("SIGINT");
      return exited;
    },
  };
}

/** `npm run -s output -- …` */
export async function output(dataDir: string, ...args: string[]): Promise<string> {
  const command = [...tsx, "local/cli/output.ts", "--data", dataDir, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: programDir });
  return stdout.trim();
}

function up(child: ChildProcess, printed: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      child.kill("SIGKILL");
      reject(new Error(`npm start ${why}. It printed:\n${printed()}`));
    };
    const timer = setTimeout(() => fail(`was not up after ${startMs} ms`), startMs);
    const look = () => {
      if (!/^\s*chatUrl\s/m.test(printed())) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on("data", look);
    child.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`npm start exited with ${code}. It printed:\n${printed()}`));
    });
  });
}
