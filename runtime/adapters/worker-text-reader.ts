import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Problem } from "../contract/problem";
import type { FileContent, TextReader } from "../reading-ports";
import type { ReadingAnswer, ReadingTask } from "./file-reading/reading-answer";
import { readingLimits } from "./file-reading/reading-limits";

export interface WorkerTextReaderOptions {
  /** The bundle of `runtime/lambda/file-reader.ts`. @default - the one beside this bundle */
  script?: string;
  /** @default - those of `readingLimits` */
  limits?: { timeMs: number; memoryMegabytes: number };
}

/** How often is looked at the memory that reading takes. */
const watchMs = 50;

/**
 * Reads each file in a thread of its own, which is ended when it takes more time or memory than a file may: a hostile
 * one costs its sender an error, and nobody else anything. The thread sees no credentials.
 */
export function createWorkerTextReader({
  script = join(__dirname, "file-reader.js"),
  limits = readingLimits,
}: WorkerTextReaderOptions = {}): TextReader {
  return {
    async read(bytes, name) {
      const refuse = (reason: string, isTooLarge: boolean, cause?: unknown) =>
        new Problem(isTooLarge ? "too_large" : "bad_request", `files: ${JSON.stringify(name)} ${reason}.`, {
          cause,
        });
      const end = await run(script, { bytes, name }, limits);
      if (end === "time") {
        throw refuse(`takes longer than ${limits.timeMs / 1_000} s to read; at most that is allowed`, true);
      }
      if (end === "memory") {
        throw refuse(
          `takes more than ${limits.memoryMegabytes} MB of memory to read; at most that is allowed`,
          true,
        );
      }
      if (end instanceof Error) throw refuse("is broken: it cannot be read", false, end);
      if ("reason" in end) throw refuse(end.reason, end.isTooLarge);
      return end.content satisfies FileContent;
    },
  };
}

/** What a thread answers, or why it ended without. */
async function run(
  script: string,
  task: ReadingTask,
  { timeMs, memoryMegabytes }: { timeMs: number; memoryMegabytes: number },
): Promise<ReadingAnswer | Error | "time" | "memory"> {
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
  const mostBytes = process.memoryUsage.rss() + memoryMegabytes * 1_000_000;
  const watch = setInterval(() => process.memoryUsage.rss() > mostBytes && resolve("memory"), watchMs);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    await worker.terminate();
  }
}
