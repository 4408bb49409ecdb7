import { parentPort, workerData } from "node:worker_threads";
import { readFile } from "../adapters/file-reading/read-file";
import type { ReadingAnswer, ReadingTask } from "../adapters/file-reading/reading-answer";
import { Unreadable } from "../adapters/file-reading/unreadable";

/** A thread that reads one file. Its libraries are a bundle of their own: a turn without files never loads them. */
async function answer({ bytes, name }: ReadingTask): Promise<ReadingAnswer> {
  try {
    return { content: await readFile(bytes, name) };
  } catch (error) {
    if (error instanceof Unreadable) return { reason: error.reason, isTooLarge: error.isTooLarge };
    throw error;
  }
}

async function run(): Promise<void> {
  const message = await answer(workerData as ReadingTask);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
  parentPort?.postMessage(message);
}

void run();
