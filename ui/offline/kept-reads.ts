import type { AnswerCache, AnswerCaches } from "./answer-caches";
import { keptAtHeader } from "./kept-at";

/** A read of the API whose last answer is kept for when there is no network. */
export interface KeptRead {
  /** What it is kept under: the path, and the page of it. How long a page is makes no difference. */
  key: string;
  /** The conversation it belongs to. */
  conversationId?: string;
}

/** So many conversations can be read without a network: the last ones that were read with one. */
export const keptConversations = 20;

export const readsCacheName = "parley-reads";

const sessionPath = "/api/session";

/** What is kept of the API: who is in, their presets, the newest page of the list, and what a conversation holds. */
export function keptRead(url: URL): KeptRead | undefined {
  const { pathname: path, searchParams: query } = url;
  if (path === sessionPath || path === "/api/presets") return { key: path };
  const cursor = query.get("cursor");
  if (path === "/api/conversations") return cursor === null && !query.get("q") ? { key: path } : undefined;
  const conversationId = /^\/api\/conversations\/([^/]+)(?:\/messages)?$/.exec(path)?.[1];
  if (conversationId === undefined) return undefined;
  const page = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
  return { key: `${path}${page}`, conversationId };
}

/** The kept answers. They are one person's: {@link forget} them all when that person goes; when another comes they go. */
export interface KeptReads {
  /** Keeps an answer that was asked for after `since`. */
  keep(read: KeptRead, answer: Response, since: number): Promise<void>;
  find(read: KeptRead): Promise<Response | undefined>;
  drop(conversationId: string): Promise<void>;
  forget(): Promise<void>;
  /** Counts how often all was forgotten: what was asked for before may not be kept after. */
  readonly era: number;
}

export function createKeptReads(caches: AnswerCaches, now: () => number): KeptReads {
  let era = 0;

  async function keep({ key, conversationId }: KeptRead, answer: Response, since: number): Promise<void> {
    const body = await answer.text();
    const headers = { "content-type": "application/json", [keptAtHeader]: String(now()) };
    if (since !== era) return;
    if (key === sessionPath) await dropAnothers(caches, body);
    const cache = await caches.open(readsCacheName);
    if (conversationId !== undefined && key.endsWith("/messages")) await dropLaterPages(cache, key, body);
    const isNew = (await cache.match(key)) === undefined;
    await cache.put(key, new Response(body, { headers }));
    if (conversationId !== undefined && isNew) await dropOldest(cache);
    // Forgotten while it was being written.
    if (since !== era) await caches.delete(readsCacheName);
  }

  async function drop(conversationId: string): Promise<void> {
    const cache = await caches.open(readsCacheName);
    const keys = (await keptKeys(cache)).filter((key) => conversationOf(key) === conversationId);
    await Promise.all(keys.map((key) => cache.delete(key)));
  }

  return {
    keep,
    drop,
    find: async ({ key }) => (await caches.open(readsCacheName)).match(key),
    forget: async () => {
      era += 1;
      await caches.delete(readsCacheName);
    },
    get era() {
      return era;
    },
  };
}

/** Who was in before may have gone where this worker did not see it. */
async function dropAnothers(caches: AnswerCaches, session: string): Promise<void> {
  const before = await (await caches.open(readsCacheName)).match(sessionPath);
  if (before && userOf(await before.text()) !== userOf(session)) await caches.delete(readsCacheName);
}

function userOf(session: string): string | undefined {
  return (JSON.parse(session) as { user?: string }).user;
}

/** The pages after the first begin elsewhere once there is more in it: then nothing leads to those that are kept. */
async function dropLaterPages(cache: AnswerCache, key: string, body: string): Promise<void> {
  const before = await cache.match(key);
  if (before && cursorOf(await before.text()) === cursorOf(body)) return;
  const later = (await keptKeys(cache)).filter((kept) => kept.startsWith(`${key}?`));
  await Promise.all(later.map((kept) => cache.delete(kept)));
}

function cursorOf(page: string): string | undefined {
  return (JSON.parse(page) as { cursor?: string }).cursor;
}

async function dropOldest(cache: AnswerCache): Promise<void> {
  const newest = new Map<string, number>();
  const keys = (await keptKeys(cache)).filter((key) => conversationOf(key) !== undefined);
  for (const key of keys) {
    const id = conversationOf(key) ?? "";
    const at = Number((await cache.match(key))?.headers.get(keptAtHeader));
    newest.set(id, Math.max(at, newest.get(id) ?? 0));
  }
  const byAge = [...newest].sort(([, one], [, other]) => other - one);
  const old = new Set(byAge.slice(keptConversations).map(([id]) => id));
  await Promise.all(keys.filter((key) => old.has(conversationOf(key) ?? "")).map((key) => cache.delete(key)));
}

async function keptKeys(cache: AnswerCache): Promise<string[]> {
  return (await cache.keys()).map(({ url }) => {
    const { pathname, search } = new URL(url);
    return `${pathname}${search}`;
  });
}

function conversationOf(key: string): string | undefined {
  return /^\/api\/conversations\/([^/?]+)/.exec(key)?.[1];
}
