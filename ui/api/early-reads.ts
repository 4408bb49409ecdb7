import { openingReads } from "../../runtime/contract/opening-reads";

/** What the page's first script has asked the API for, before there is a page to ask: by path, until it is taken. */
type EarlyReads = Map<string, Promise<Response>>;

declare global {
  // Two scripts share it, which share no module.
  // oxlint-disable-next-line no-var -- only `var` is a property of globalThis
  var earlyReads: EarlyReads | undefined;
}

/** Asks for the conversation that a page's path names, as {@link createApi}'s client will. */
export function readEarly(pagePath: string): void {
  const paths = openingReads(pagePath);
  if (paths.length === 0) return;
  // Where the server has said the same in its head of the page, these are on their way already.
  globalThis.earlyReads = new Map(paths.map((path) => [path, fetch(path)]));
  // Whoever takes it hears of its failure; before that, it is nobody's.
  globalThis.earlyReads.forEach((answer) => void answer.catch(() => undefined));
}

/** The answer that is on its way already, once. */
export function takeEarly(path: string): Promise<Response> | undefined {
  const answer = globalThis.earlyReads?.get(path);
  globalThis.earlyReads?.delete(path);
  return answer;
}
