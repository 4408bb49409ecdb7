import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { refusedFile } from "../core/file-refusals";
import { OutOfTime } from "../core/out-of-time";
import type { Logger } from "../ports";
import type { TextReader } from "../reading-ports";
import type { ReadingAnswer, ReadingTask } from "./file-reading/reading-answer";
import { readingLimits } from "./file-reading/reading-limits";

export interface ProcessTextReaderOptions {
  /** Told what a library says of a file that it could not read. */
  logger: Logger;
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
  logger,
  script = join(__dirname, "file-reader.js"),
  functionMegabytes,
  limits = readingLimits,
}: ProcessTextReaderOptions): TextReader {
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
      if ("content" in end) return end.content;
      if (end.words !== undefined) logger.info({ words: end.words }, "a file could not be read");
      throw refusedFile(name, end.reason, end.isTooLarge);
    },
  };
}

/** What is left for reading beside what this process has, in tens. */
function roomIn(functionMegabytes: number | undefined): number | undefined {
  if (functionMegabytes === undefined) return undefined;
  const left = functionMegabytes * (1 - spareShare) - process.memoryUsage.rss() / 1_048_576;
  return Math.max(10, Math.floor(left / 10) * 10);
}

type ReadingEnd = ReadingAnswer | "time" | "memory";

/** Of what a process says when it ends without an answer. */
const lastWordsChars = 2_000;

/**
 * What a process answers, or which limit ended it.
 *
 * @throws Error when it cannot be started, or ends by itself without an answer: that is no fault of the file.
 */
async function run(script: string, task: ReadingTask): Promise<ReadingEnd> {
  const { promise, resolve, reject } = Promise.withResolvers<ReadingEnd>();
  const timer = setTimeout(() => resolve("time"), task.timeMs);
  let child: ChildProcess | undefined;
  try {
    child = fork(script, {
      serialization: "advanced",
      env: environment(),
      execArgv: [`--max-old-space-size=${task.memoryMegabytes}`],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const lastWords = endOfText(child.stderr);
    child.once("message", (answer) => resolve(answer as ReadingAnswer));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (memorySignals.has(signal)) resolve("memory");
      else reject(new Error(`the process that reads a file ended (${code ?? signal}): ${lastWords()}`));
    });
    // One that could not be started has no channel; its error is told. One that has ended by now tells its end.
    if (child.connected) child.send(task, () => {});
    return await promise;
  } finally {
    clearTimeout(timer);
    if (child) await end(child);
  }
}

/** Gives the last of what was said so far. */
function endOfText(stream: Readable | null): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (piece: string) => (text = (text + piece).slice(-lastWordsChars)));
  return () => text.trim();
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
