import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { OutOfTime } from "../core/out-of-time";
import { refusedFile } from "../core/file-refusals";
import type { FileContent, TextReader } from "../reading-ports";
import type { ReadingAnswer, ReadingTask } from "./file-reading/reading-answer";
import { readingLimits } from "./file-reading/reading-limits";

export interface WorkerTextReaderOptions {
  /** The bundle of `runtime/lambda/file-reader.ts`. @default - the one beside this bundle */
  script?: string;
  /** What this process may take in all: it is killed at once when it takes more. @default - nobody says */
  processMegabytes?: number;
  /** @default - those of `readingLimits` */
  limits?: { timeMs: number; memoryMegabytes: number };
}

/** How often is looked at the memory that reading takes: a thread fills some 50 MB in that time. */
const watchMs = 10;

/** Of a process, for what is read in the end and to be searched, and for what is taken between two looks at it. */
const spareShare = 0.2;

/**
 * Reads each file in a thread of its own, which is ended when it takes more time or memory than a file may: a hostile
 * one costs its sender an error, and nobody else anything. The thread sees no credentials.
 */
export function createWorkerTextReader({
  script = join(__dirname, "file-reader.js"),
  processMegabytes,
  limits = readingLimits,
}: WorkerTextReaderOptions = {}): TextReader {
  return {
    async read(bytes, name, withinMs) {
      const timeMs = Math.min(limits.timeMs, withinMs);
      const memoryMegabytes = roomOf(processMegabytes) ?? limits.memoryMegabytes;
      const end = await run(script, { bytes, name }, { timeMs, memoryMegabytes });
      if (end === "time") {
        if (timeMs < limits.timeMs) throw new OutOfTime(withinMs);
        const reason = `takes longer than ${timeMs / 1_000} s to read; at most that is allowed`;
        throw refusedFile(name, reason, true);
      }
      if (end === "memory") {
        const reason = `takes more than ${memoryMegabytes} MB of memory to read; at most that is allowed`;
        throw refusedFile(name, reason, true);
      }
      if (end instanceof Error) throw refusedFile(name, "is broken: it cannot be read", false, end);
      if ("reason" in end) throw refusedFile(name, end.reason, end.isTooLarge);
      return end.content satisfies FileContent;
    },
  };
}

/** What is left for a thread beside what the process has already. */
function roomOf(processMegabytes: number | undefined): number | undefined {
  if (processMegabytes === undefined) return undefined;
  const taken = process.memoryUsage.rss() / 1_000_000;
  return Math.max(1, Math.floor(processMegabytes * (1 - spareShare) - taken));
}

/** What a thread answers, or why it ended without. */
async function run(
  script: string,
  task: ReadingTask,
  { timeMs, memoryMegabytes }: { timeMs: number; memoryMegabytes: number },
): Promise<ReadingAnswer | Error | "time" | "memory"> {
  const mostBytes = process.memoryUsage.rss() + memoryMegabytes * 1_000_000;
  const worker = new Worker(script, {
    workerData: task,
    env: {},
    execArgv: [],
    // What libraries print is of no use to anybody.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes },
  });
  const { promise, resolve } = Promise.withResolvers<ReadingAnswer | Error | "time" | "memory">();
  worker.once("message", resolve);
  worker.once("error", (error: NodeJS.ErrnoException) =>
    resolve(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "memory" : error),
  );
  worker.once("exit", (code) => resolve(new Error(`the thread ended with ${code}`)));
  const timer = setTimeout(() => resolve("time"), timeMs);
  // The limit of the heap does not count bytes, of which what is unpacked consists.
  const watch = setInterval(() => process.memoryUsage.rss() > mostBytes && resolve("memory"), watchMs);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    await worker.terminate();
  }
}
