import type { Message } from "../../runtime/contract/message";
import type { Messages } from "./en";

/** How a reply ended, in words; undefined when it was finished, or is still running. */
export function endingText(message: Message, words: Messages): string | undefined {
  if (message.status === "failed") return failureText(message.error, words);
  if (message.status === "interrupted") return words.interrupted;
  if (message.status === "stopped") return words.stopped;
  return message.finishReason === "length" ? words.cutShort : undefined;
}

/** Whether the ending itself offers to try again. */
export function mayRetry({ status, parentId }: Message): boolean {
  return parentId !== null && (status === "failed" || status === "interrupted");
}

/** Beside it stands a button that tries again, so the page has words of its own for what the API tells to try again. */
function failureText(error: Message["error"], words: Messages): string {
  const known: Record<string, string | undefined> = words.failures;
  return known[error?.code ?? ""] ?? (error?.message || words.failed);
}
