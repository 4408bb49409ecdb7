import type { Message } from "../../runtime/contract/message";
import type { Messages } from "./en";
import { refusalText } from "./refusal-text";

/** How a reply ended, in words; undefined when it was finished, or is still running. */
export function endingText(message: Message, words: Messages): string | undefined {
  if (message.status === "failed")
    return (message.error && refusalText(message.error, words)) || words.failed;
  if (message.status === "interrupted") return words.interrupted;
  if (message.status === "stopped") return words.stopped;
  return message.finishReason === "length" ? words.cutShort : undefined;
}

/** Whether the ending itself offers to try again. */
export function mayRetry({ status, parentId }: Message): boolean {
  return parentId !== null && (status === "failed" || status === "interrupted");
}
