import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import type { Readable } from "node:stream";
import type { FunctionSpec } from "./function-spec";

/** How long a process may take to end by itself, in ms. */
const graceMs = 2_000;

/** How a process ended: one of the two. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** The operating system's side of a sandbox: a Node process that runs the runtime loop. */
export class SandboxProcess {
  readonly #child: ChildProcess;
  readonly ended: Promise<ProcessEnd>;

  constructor(spec: FunctionSpec, env: Record<string, string>, onLine: (line: string) => void) {
    // Only the heap is bounded. Node itself takes some 50 MB beside it, which AWS counts too.
    const args = [`--max-old-space-size=${spec.memoryMb}`, path.join(__dirname, "runtime-loop.mts")];
    const child = spawn(process.execPath, args, {
      cwd: spec.codeFolder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    for (const output of [child.stdout, child.stderr]) {
      output.on("error", () => {});
      splitLines(output, onLine);
    }
    this.ended = new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
      child.once("error", () => resolve({ code: 1, signal: null }));
    });
  }

  /** At once, without asking. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** Asks the process to end, and ends it when it does not. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    const timer = setTimeout(() => this.kill(), graceMs);
    await this.ended;
    clearTimeout(timer);
  }
}

/** Not `readline`: that ends a line at a carriage return too, which here holds the lines of one entry together. */
function splitLines(output: Readable, onLine: (line: string) => void): void {
  let rest = "";
  output.setEncoding("utf8");
  output.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  });
  output.on("end", () => {
    if (rest) onLine(rest);
  });
}
