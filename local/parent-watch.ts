/** How long a process may take to end by itself when its parent is gone. */
const graceMs = 3000;

const watch = `
import { isMainThread } from "node:worker_threads";
if (isMainThread) {
  const end = () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), ${graceMs}).unref();
  };
  process.stdin.on("end", end).on("error", end).resume().unref();
}`;

/**
 * Arguments of a Node process that ends when the one that started it is gone, also by kill -9: then its standard input,
 * which has to be a pipe, ends. Only the main thread has that input.
 */
export const parentWatch: readonly string[] = [
  "--import",
  `data:text/javascript,${encodeURIComponent(watch)}`,
];
