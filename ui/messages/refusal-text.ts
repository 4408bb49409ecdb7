import type { Messages } from "./en";

/**
 * Why the API refused, or a reply failed: in words of the page, else in those of the API. Where a button tries again,
 * the words need not tell to.
 */
export function refusalText({ code, message }: { code: string; message: string }, words: Messages): string {
  const known: Record<string, string | undefined> = words.failures;
  return known[code] ?? message;
}
