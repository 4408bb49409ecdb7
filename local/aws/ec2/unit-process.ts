import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { parentWatch } from "../../parent-watch";
import type { Unit } from "./unit-file";

/** How to run a unit on this machine. Paths and environment are this machine's already. */
export interface UnitProcessOptions {
  /** Path of Node and the arguments after it. */
  command: string[];
  cwd: string;
  environment: Record<string, string>;
  restart: Unit["restart"];
  restartDelayMs: number;
  log(line: string): void;
}

const keptLines = 20;
/** A person waits for it, so it is shorter than `TimeoutStopSec`. */
const stopTimeoutMs = 3000;

/** A running unit: a child process that is started again as the unit says. */
export class UnitProcess {
  #child?: ChildProcess;
  #timer?: NodeJS.Timeout;
  #stopped = false;
  readonly #lastLines: string[] = [];

  constructor(private readonly options: UnitProcessOptions) {
    this.#start();
  }

  /** Unset between a death and the next start. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What it wrote last, oldest first, at most 20 lines. */
  get lastLines(): readonly string[] {
    return this.#lastLines;
  }

  /** Resolves when the process is gone: it has 3 s to end by itself. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
    await ended;
    clearTimeout(killer);
  }

  #start(): void {
    const [program, ...args] = this.options.command;
    if (!program) throw new Error("A unit needs a program to run.");
    const child = spawn(program, [...parentWatch, ...args], {
      cwd: this.options.cwd,
      env: this.options.environment,
      stdio: ["pipe", "pipe", "pipe"],
      // Ctrl-C at the terminal goes to its whole process group; the unit ends when its machine is ended.
      detached: true,
    });
    this.#child = child;
    this.#collect(child.stdout);
    this.#collect(child.stderr);
    child.stdin.on("error", () => {});
    child.once("error", (error) => {
      this.#write(`Main process: ${error.message}`);
      // One that never came to be has no exit either.
      if (child.pid === undefined) child.emit("exit", 1, null);
    });
    child.once("exit", (code, signal) => this.#ended(code, signal));
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    this.#child = undefined;
    if (this.#stopped) return;
    this.#write(`Main process exited, ${signal ? `signal=${signal}` : `status=${code}`}`);
    const { restart, restartDelayMs } = this.options;
    if (restart === "no" || (restart === "on-failure" && code === 0)) return;
    this.#timer = setTimeout(() => this.#start(), restartDelayMs);
  }

  #collect(stream: Readable): void {
    stream.on("error", () => {});
    createInterface({ input: stream }).on("line", (line) => this.#write(line));
  }

  #write(line: string): void {
    this.#lastLines.push(line);
    if (this.#lastLines.length > keptLines) this.#lastLines.shift();
    this.options.log(line);
  }
}
