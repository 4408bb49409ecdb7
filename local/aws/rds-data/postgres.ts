import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { parentWatch } from "../../parent-watch";
import { AwsError } from "../service";
import type { PgAnswer, PgFault, PgRequest, PgRows } from "./postgres-message";

/** How long the process may take to end by itself, in ms. */
const graceMs = 3_000;

/** What PostgreSQL refused to do. */
export class PostgresError extends Error {
  constructor(readonly fault: PgFault) {
    super(fault.message);
    this.name = "PostgresError";
  }
}

interface Running {
  child: ChildProcess;
  waiting: Map<number, { resolve: (rows: PgRows) => void; reject: (error: Error) => void }>;
}

/** A database in a process of its own, which begins with the first statement. It is one session of PostgreSQL. */
export class Postgres {
  /** Unset while nothing runs, and once it is told to end. */
  #child?: ChildProcess;
  #starting?: Promise<Running>;
  #isClosed = false;
  #lastId = 0;

  /**
   * @param folder Holds the database. Made when it is not there.
   * @param log Gets what the process writes.
   * @param onLost The process ended without being told to: what was open in its session is gone.
   */
  constructor(
    private readonly folder: string,
    private readonly log: (line: string) => void,
    private readonly onLost: () => void,
  ) {}

  /** Begins the process when there is none; resolves when it takes statements. */
  async start(): Promise<void> {
    await this.#started();
  }

  /** Throws {@link PostgresError} for what PostgreSQL refuses. */
  async run(sql: string, parameters: PgRequest["parameters"] = []): Promise<PgRows> {
    const { child, waiting } = await this.#started();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      child.send({ id, sql, parameters } satisfies PgRequest, (error) => {
        if (error && waiting.delete(id)) reject(unavailable());
      });
    });
  }

  /** Resolves when the process is gone, also one that still starts. The next statement begins another. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    this.#starting = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), graceMs);
    await exited;
    clearTimeout(killer);
  }

  /** As `stop`, for good: later statements fail. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.stop();
  }

  #started(): Promise<Running> {
    if (this.#isClosed) return Promise.reject(unavailable());
    this.#starting ??= this.#start();
    return this.#starting;
  }

  async #start(): Promise<Running> {
    const args = [...parentWatch, path.join(__dirname, "postgres-process.mts"), this.folder];
    const child = spawn(process.execPath, args, {
      stdio: ["pipe", "pipe", "pipe", "ipc"],
      // Ctrl-C at the terminal goes to its whole process group; this one ends when it is told to.
      detached: true,
    });
    this.#child = child;
    const running: Running = { child, waiting: new Map() };
    child.on("error", () => {});
    child.stdin?.on("error", () => {});
    for (const output of [child.stdout, child.stderr]) {
      if (output) createInterface({ input: output }).on("line", this.log);
    }
    child.once("exit", () => this.#ended(running));
    await Promise.race([once(child, "message"), once(child, "exit")]);
    if (child.exitCode !== null || child.signalCode !== null) throw unavailable();
    child.on("message", (answer: PgAnswer) => settle(running, answer));
    return running;
  }

  #ended({ child, waiting }: Running): void {
    const callers = [...waiting.values()];
    waiting.clear();
    for (const { reject } of callers) reject(unavailable());
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#starting = undefined;
    this.onLost();
  }
}

/** Nobody knows whether the statement was run. */
function unavailable(): AwsError {
  const message = "The writer instance in the DB cluster isn't available.";
  return new AwsError("DatabaseUnavailableException", message, 504);
}

function settle({ waiting }: Running, answer: PgAnswer): void {
  const caller = waiting.get(answer.id);
  waiting.delete(answer.id);
  if ("rows" in answer) caller?.resolve(answer.rows);
  else caller?.reject(new PostgresError(answer.fault));
}
