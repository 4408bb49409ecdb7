import { writeSync } from "node:fs";
import { Worker } from "node:worker_threads";

export interface WatchedLimits {
  memoryMegabytes: number;
  timeMs: number;
}

/** How often is looked: some 50 MB can be filled in that time. */
const everyMs = 10;

/** Whoever started the process ends it in time; this is for when that is gone. */
const graceMs = 1_000;

/**
 * Ends this process, at once and from a thread, since reading leaves it no time of its own: when it takes more memory than it
 * may, which no limit of the heap counts, or when nobody waits for it any more.
 */
export function watchProcess({ memoryMegabytes, timeMs }: WatchedLimits): void {
  const watch = { mostBytes: memoryMegabytes * 1_048_576, timeMs: timeMs + graceMs, parent: process.ppid };
  const worker = new Worker(
    `(${endWhenOver.toString()})(require("node:worker_threads").workerData, ${everyMs})`,
    {
      eval: true,
      workerData: watch,
    },
  );
  worker.unref();
  // Thrown, it would pass for an error of the library that reads.
  worker.once("error", ({ message }) => {
    writeSync(process.stderr.fd, `the watch ended: ${message}\n`);
    process.exit(1);
  });
}

/** Runs by its text alone. */
function endWhenOver(
  { mostBytes, timeMs, parent }: { mostBytes: number; timeMs: number; parent: number },
  intervalMs: number,
): void {
  const until = performance.now() + timeMs;
  setInterval(() => {
    const isOver = process.memoryUsage.rss() > mostBytes || performance.now() > until;
    if (isOver || process.ppid !== parent) process.kill(process.pid, "SIGKILL");
  }, intervalMs);
}
