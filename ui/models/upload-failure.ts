import { ApiError } from "../api/api-error";
import { uploadRefused } from "../api/upload";
import { fileSize } from "../messages/file-size";
import { timeAhead } from "../messages/time-ahead";
import type { PagePorts } from "../ports";
import { failureText } from "./failure-text";

/** Why an upload failed, for a person. */
export function uploadFailure(
  error: unknown,
  { boot, words, dialogWords }: Pick<PagePorts, "boot" | "words" | "dialogWords">,
): string {
  const says = dialogWords().attaching;
  const full = (waitSec: number) =>
    waitSec > 0 ? says.fullStill(timeAhead(waitSec)) : says.full(fileSize(boot.files.maxPersonBytes));
  const known: Record<string, ((waitSec: number) => string) | undefined> = {
    storage_full: full,
    too_many_waiting: (waitSec) => says.tooManyWaiting(timeAhead(waitSec)),
    [uploadRefused]: () => says.refused,
  };
  const text = error instanceof ApiError ? known[error.code]?.(error.retryAfterSec) : undefined;
  return text ?? failureText(error, words());
}
