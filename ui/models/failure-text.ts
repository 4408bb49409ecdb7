import { ApiError, ConnectionLost } from "../api/api-error";
import type { Messages } from "../messages/en";
import { refusalText } from "../messages/refusal-text";

/** Why a call failed, for a person. */
export function failureText(error: unknown, words: Messages): string {
  if (error instanceof ConnectionLost) return words.noConnection;
  if (error instanceof ApiError) return refusalText(error, words);
  return error instanceof Error ? error.message : String(error);
}
