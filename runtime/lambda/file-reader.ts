import { watchProcess } from "../adapters/file-reading/process-watch";
import { readFile } from "../adapters/file-reading/read-file";
import type { ReadingAnswer, ReadingTask, UnreadableAnswer } from "../adapters/file-reading/reading-answer";
import { Unreadable } from "../adapters/file-reading/unreadable";

/** Of a message and of all words: a library may put into them what the file says. */
const messageChars = 200;
const wordsChars = 2_000;

/** A process that reads one file. Its libraries are a bundle of their own: a turn without files never loads them. */
async function answer({ bytes, name }: ReadingTask): Promise<ReadingAnswer> {
  try {
    return { content: await readFile(bytes, name) };
  } catch (error) {
    return whyUnreadable(error);
  }
}

/** What a library cannot read is broken, whatever it throws. */
function whyUnreadable(error: unknown): UnreadableAnswer {
  if (!(error instanceof Unreadable)) {
    return { reason: "is broken: it cannot be read", isTooLarge: false, words: wordsOf(error) };
  }
  const { reason, isTooLarge, cause } = error;
  return { reason, isTooLarge, ...(cause !== undefined && { words: wordsOf(cause) }) };
}

/** What an error says, and where it came from. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, messageChars);
  const places = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [`${error.name}: ${error.message.slice(0, messageChars)}`, ...places]
    .join("\n")
    .slice(0, wordsChars);
}

/** What is said where this process ends is logged. What libraries print may be what the file says. */
function silenceLibraries(): void {
  for (const print of ["debug", "error", "info", "log", "warn"] as const) console[print] = () => {};
}

async function run(task: ReadingTask): Promise<void> {
  silenceLibraries();
  watchProcess(task);
  // Thrown by a library where nobody could catch it.
  process.once("uncaughtException", (error) => process.send?.(whyUnreadable(error)));
  process.send?.(await answer(task));
}

// Whoever sent the task ends the process when it has the answer. One that ends by itself was not able to read anything.
process.once("message", (task) => void run(task as ReadingTask));
