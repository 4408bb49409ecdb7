import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Clock } from "../../ports";
import type { Api } from "../api";

/**
 * What the API says about a key. `limited`: it is known, but no request of its owner passes now, since all are used or
 * since they are moving to another tier; then nobody tells whose it is.
 */
export type KeyVerdict =
  | { status: "valid"; user: string }
  | { status: "wrong" }
  | { status: "limited" }
  | { status: "unreachable" };

/** What who signs in with a key that is `limited` is told. */
export const keyIsLimited = "No requests are left for this key now. Please try again later.";

export type CheckKey = (key: string) => Promise<KeyVerdict>;

/**
 * How long a revoked key is still taken. The authorizer behind the API remembers it for 25 s by itself
 * (`lambda/key-cache.ts`): together less than a minute.
 */
const verdictMs = 30_000;

/** Verdicts kept before old ones are swept out. */
const sweepAt = 1_000;

/** Asks the API whose key it is: `GET /me`. */
export function createKeyCheck(api: Api): CheckKey {
  return async (key) => {
    // Nothing else can be a header's value.
    if (!/^[\x21-\x7e]{1,256}$/.test(key)) return { status: "wrong" };
    try {
      const answer = await api.send({
        method: "GET",
        path: "/me",
        headers: { authorization: `Bearer ${key}`, accept: "application/json" },
      });
      const body = await text(answer);
      if (answer.statusCode === 401) return { status: "wrong" };
      // Usage plans come after the authorizer.
      if (answer.statusCode === 403 || answer.statusCode === 429) return { status: "limited" };
      return answer.statusCode === 200 ? { status: "valid", user: userOf(body) } : { status: "unreachable" };
    } catch {
      return { status: "unreachable" };
    }
  };
}

/** @throws when the answer is not that of `GET /me`, or the id could not travel in `x-parley-user`. */
function userOf(body: string): string {
  const { user } = JSON.parse(body) as { user?: { id?: unknown } };
  if (typeof user?.id !== "string" || !/^[\x21-\x7e]{1,128}$/.test(user.id)) throw new Error("No user id.");
  return user.id;
}

/**
 * Asks about one key at most twice a minute. An API that cannot be reached is asked again at once. Of a key that is
 * over its limits the user is who it was before.
 */
export function rememberVerdicts(checkKey: CheckKey, clock: Clock): CheckKey {
  const verdicts = new Map<string, { at: number; verdict: Promise<KeyVerdict> }>();

  function sweep(): void {
    for (const [fingerprint, { at }] of verdicts) {
      if (clock() - at >= verdictMs) verdicts.delete(fingerprint);
    }
  }

  async function askAgain(key: string, earlier?: Promise<KeyVerdict>): Promise<KeyVerdict> {
    const verdict = await checkKey(key);
    const before = await earlier;
    return verdict.status === "limited" && before?.status === "valid" ? before : verdict;
  }

  return async (key) => {
    // Keys themselves do not stay in memory.
    const fingerprint = createHash("sha256").update(key).digest("base64");
    const known = verdicts.get(fingerprint);
    if (known && clock() - known.at < verdictMs) return known.verdict;

    if (verdicts.size >= sweepAt) sweep();
    const entry = { at: clock(), verdict: askAgain(key, known?.verdict) };
    verdicts.set(fingerprint, entry);
    const verdict = await entry.verdict;
    if (verdict.status === "unreachable" && verdicts.get(fingerprint) === entry) verdicts.delete(fingerprint);
    return verdict;
  };
}
