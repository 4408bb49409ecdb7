import { Problem } from "../contract/problem";
import { sha256 } from "./dynamo-keys";

/** Enough to tell two lists apart; a cursor is no secret. */
const scopeChars = 16;

/**
 * A place in a list, as the caller carries it: base64url of JSON, with the sort key of the last item told. The
 * partition is never in it but made from the caller, so that no cursor can point into somebody else's list.
 *
 * @param list - the partition the list is read from; a cursor of another list is refused.
 */
export function writeCursor(list: string, after: string): string {
  return Buffer.from(JSON.stringify([scopeOf(list), after])).toString("base64url");
}

/** @throws Problem `bad_request` when this list did not make the cursor. */
export function readCursor(list: string, cursor: string): string {
  const [scope, after] = parse(cursor);
  if (scope !== scopeOf(list) || typeof after !== "string" || after === "" || !after.isWellFormed()) {
    throw new Problem("bad_request", "cursor: is not one that this list gave; leave it out to begin anew.");
  }
  return after;
}

function parse(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function scopeOf(list: string): string {
  return sha256(list).slice(0, scopeChars);
}
