import { watchProcess } from "../adapters/file-reading/process-watch";
import { readFile } from "../adapters/file-reading/read-file";
import type { ReadingAnswer, ReadingTask } from "../adapters/file-reading/reading-answer";
import { Unreadable } from "../adapters/file-reading/unreadable";

/** A process that reads one file. Its libraries are a bundle of their own: a turn without files never loads them. */
async function answer({ bytes, name }: ReadingTask): Promise<ReadingAnswer> {
  try {
    return { content: await readFile(bytes, name) };
  } catch (error) {
    if (error instanceof Unreadable) return { reason: error.reason, isTooLarge: error.isTooLarge };
    throw error;
  }
}

async function run(task: ReadingTask): Promise<void> {
  watchProcess(task);
  process.send?.(await answer(task));
}

// Whoever sent the task ends the process when it has the answer.
process.once("message", (task) => void run(task as ReadingTask));
