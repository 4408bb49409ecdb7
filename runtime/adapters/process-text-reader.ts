import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { refusedFile } from "../core/file-refusals";
import { OutOfTime } from "../core/out-of-time";
import type { TextReader } from "../reading-ports";
import type { ReadingAnswer, ReadingTask } from "./file-reading/reading-answer";
import { readingLimits } from "./file-reading/reading-limits";

export interface ProcessTextReaderOptions {
  /** The bundle of `runtime/lambda/file-reader.ts`. @default - the one beside this bundle */
  script?: string;
  /**
   * What all processes may take together before this one is killed.
   *
   * @default - nobody says: reading may take what `limits` have, whatever this process takes
   */
  functionMegabytes?: number;
  /** @default - those of `readingLimits` */
  limits?: { timeMs: number; memoryMegabytes: number };
}

/** Of the function's memory: for what was read, which is searched then, and for what is taken between two looks at it. */
const spareShare = 0.2;

/** A process that its own watch ended, or the system, or that found no more memory. */
const memorySignals = new Set<NodeJS.Signals | null>(["SIGKILL", "SIGABRT", "SIGTRAP"]);

/**
 * Reads each file in a process of its own, which is ended when it takes more time or memory than a file may: a hostile
 * one costs its sender an error, and nobody else anything. The process sees no credentials. It is no thread: one that has no
 * memory left ends all others too, and one that is ended does not give back all that it had.
 */
export function createProcessTextReader({
  script = join(__dirname, "file-reader.js"),
  functionMegabytes,
  limits = readingLimits,
}: ProcessTextReaderOptions = {}): TextReader {
  return {
    async read(bytes, name, withinMs) {
      const timeMs = Math.min(limits.timeMs, withinMs);
      const memoryMegabytes = roomIn(functionMegabytes) ?? limits.memoryMegabytes;
      const end = await run(script, { bytes, name, timeMs, memoryMegabytes });
      if (end === "time") {
        if (timeMs < limits.timeMs) throw new OutOfTime(withinMs);
        throw refusedFile(
          name,
          `takes longer than ${timeMs / 1_000} s to read; at most that is allowed`,
          true,
        );
      }
      if (end === "memory") {
        const reason = `takes more than ${memoryMegabytes} MB of memory to read; at most that is allowed`;
        throw refusedFile(name, reason, true);
      }
      if (end === "failure") throw refusedFile(name, "is broken: it cannot be read");
      if ("reason" in end) throw refusedFile(name, end.reason, end.isTooLarge);
      return end.content;
    },
  };
}

/** What is left for reading beside what this process has, in tens. */
function roomIn(functionMegabytes: number | undefined): number | undefined {
  if (functionMegabytes === undefined) return undefined;
  const left = functionMegabytes * (1 - spareShare) - process.memoryUsage.rss() / 1_048_576;
  return Math.max(10, Math.floor(left / 10) * 10);
}

type ReadingEnd = ReadingAnswer | "time" | "memory" | "failure";

/** What a process answers, or why it ended without. */
async function run(script: string, task: ReadingTask): Promise<ReadingEnd> {
  const child = fork(script, {
    serialization: "advanced",
    env: environment(),
    execArgv: [`--max-old-space-size=${task.memoryMegabytes}`],
    // What libraries print is of no use to anybody.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const { promise, resolve, reject } = Promise.withResolvers<ReadingEnd>();
  child.once("message", (answer) => resolve(answer as ReadingAnswer));
  child.once("error", reject);
  child.once("exit", (_code, signal) => resolve(memorySignals.has(signal) ? "memory" : "failure"));
  const timer = setTimeout(() => resolve("time"), task.timeMs);
  // When it does not get there, the process has ended, and its end is told.
  child.send(task, () => {});
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await end(child);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

/** Where Node finds its own libraries, if it has to be told; no credentials. */
function environment(): NodeJS.ProcessEnv {
  const { LD_LIBRARY_PATH } = process.env;
  return LD_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH };
}
