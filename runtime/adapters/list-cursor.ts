import { createHash } from "node:crypto";
import { Problem } from "../contract/problem";

/** Enough to tell two lists apart; a cursor is no secret. */
const scopeChars = 16;

/**
 * A place in a list, as the caller carries it: base64url of JSON, with the place of the last item told. Whose
 * list it is is never in it but made from the caller, so that no cursor can point into somebody else's list.
 *
 * @param list - names the list, its owner too; a cursor of another list is refused.
 * @param place - what it is sorted by; what more there is says where to go on behind it. Before the first item it is empty.
 */
export function writeCursor(list: string, ...place: string[]): string {
  return Buffer.from(JSON.stringify([scopeOf(list), ...place])).toString("base64url");
}

/**
 * The place that a cursor was made for.
 *
 * @throws Problem `bad_request` when this list did not make the cursor.
 */
export function readCursor(list: string, cursor: string): [string, ...string[]] {
  const [scope, ...place] = parse(cursor);
  const isPlace = place.length > 0 && place.every(isText) && (place[0] !== "" || place.length > 1);
  if (scope !== scopeOf(list) || !isPlace || place.slice(1).includes("")) {
    throw new Problem("bad_request", "cursor: is not one that this list gave; leave it out to begin anew.");
  }
  return place as [string, ...string[]];
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.isWellFormed();
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
  return createHash("sha256").update(list).digest("hex").slice(0, scopeChars);
}
