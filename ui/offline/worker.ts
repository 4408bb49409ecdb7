import type { KeepMessage } from "./kept-at";
import { createKeptReads, keptRead } from "./kept-reads";
import { createReadThrough } from "./read-through";
import { createShell } from "./shell";
import type { FetchEvent, WorkerScope } from "./worker-scope";

// The service worker. It stands between the page and the network only for what it keeps: the page, its files, and
// some reads. Everything else, streams above all, it does not touch.

/** Written in by the build. */
declare const SHELL: { version: string; files: string[]; later: string[] };

const worker = globalThis as unknown as WorkerScope;
const shell = createShell({ caches, fetch: (input, init) => fetch(input, init), ...SHELL });
const reads = createKeptReads(caches, () => Date.now());
const reader = createReadThrough(reads, (input, init) => fetch(input, init));

worker.addEventListener("install", (event) => event.waitUntil(shell.fill()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", (event) => event.waitUntil(keepNow(event.data as KeepMessage)));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin) return;
  const isSigningInOrOut = url.pathname === "/sign-in" || url.pathname === "/sign-out";
  const isPage = request.mode === "navigate" && (url.pathname === "/" || url.pathname.startsWith("/c/"));
  const read = keptRead(url);
  // Whoever comes next at this browser may be somebody else.
  if (isSigningInOrOut && request.mode === "navigate") event.waitUntil(reads.forget());
  else if (request.method === "DELETE" && read?.conversationId)
    event.waitUntil(reads.drop(read.conversationId));
  else if (request.method !== "GET") return;
  else if (isPage) event.respondWith(openPage(event));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(shell.asset(request));
  else if (read) event.respondWith(reader.answer(request, read, (work) => event.waitUntil(work)));
});

async function takeOver(): Promise<void> {
  await shell.tidy();
  // The page is asked for while the worker wakes, not after.
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

/** The page as the server has it; the kept one when the server, or the way to it, is away. */
async function openPage(event: FetchEvent): Promise<Response> {
  const response = await Promise.resolve(event.preloadResponse)
    .then((preloaded) => preloaded ?? fetch(event.request))
    .catch(() => Response.error());
  // The session has ended, and the server leads to the sign-in page.
  if (response.type === "opaqueredirect") event.waitUntil(reads.forget());
  if (response.ok) event.waitUntil(shell.renew(response.clone()));
  const isAway = response.type === "error" || response.status >= 502;
  return isAway ? ((await shell.index()) ?? response) : response;
}

/** What the page used or made before the worker was there, or without reading it. */
async function keepNow({ type, assets, reads: urls }: KeepMessage): Promise<void> {
  if (type !== "keep") return;
  await Promise.allSettled([
    ...assets.map((asset) => shell.asset(asset)),
    ...urls.map(async (url) => {
      const read = keptRead(new URL(url, worker.location.origin));
      if (read) await reader.renew(url, read);
    }),
  ]);
}
