import { type ReadonlySignal, signal } from "@preact/signals";
import { createApi } from "./api/client";
import { takeEarly } from "./api/early-reads";
import { readBoot } from "./boot";
import { createBrowserFile } from "./browser-file";
import { fetchStyles } from "./fetch-styles";
import { importPart } from "./import-part";
import { keptAtHeader } from "./offline/kept-at";
import type { AttachmentsPart } from "./models/attaching";
import type { LanguageModel } from "./models/language-model";
import type { KeyValueStorage, PagePorts, TabEvent, Tabs } from "./ports";

/** The browser, as the models see it. */
export function createBrowserPorts(storage: KeyValueStorage, language: LanguageModel): PagePorts {
  const isStale = signal(false);
  const api = createApi({
    fetch: async (input, init) => {
      const isRead = typeof input === "string" && init?.method === "GET";
      const early = isRead ? takeEarly(input) : undefined;
      const response = await (early ?? fetch(input, init));
      isStale.value = response.headers.has(keptAtHeader);
      return response;
    },
    onSignedOut: () => location.assign(`/sign-in?next=${encodeURIComponent(location.pathname)}`),
    now: () => Date.now(),
    wait,
    onReturn,
  });
  let attachments: AttachmentsPart | undefined;
  return {
    api,
    words: () => language.words.value,
    dialogWords: () => {
      const words = language.dialogWords.value;
      if (!words) throw new Error("What the dialogs say has not been loaded.");
      return words;
    },
    fetchAttachments: async () => {
      const [{ createAttachmentsPart }] = await Promise.all([
        importPart(() => import("./attachments")),
        fetchStyles("files"),
        language.loadDialogWords(),
      ]);
      return (attachments ??= createAttachmentsPart({ api, now: () => Date.now() }));
    },
    boot: readBoot(document),
    storage,
    frame: createPacedFrame(),
    wait,
    now: () => Date.now(),
    newId,
    copy: (text) => navigator.clipboard.writeText(text),
    createFile: createBrowserFile,
    tabs: createTabs(),
    isOnline: createEventSignal(window, ["online", "offline"], () => navigator.onLine),
    isStale,
    isVisible: createEventSignal(document, ["visibilitychange"], () => !document.hidden),
    onReturn,
    location: {
      path: () => location.pathname,
      hash: () => location.hash.slice(1),
      push: (path) => history.pushState(null, "", path),
      replace: (path) => history.replaceState(null, "", path),
      reload: () => location.reload(),
    },
  };
}

/** Whether a media query holds, now and from now on. */
export function createMediaSignal(query: string): ReadonlySignal<boolean> {
  const media = matchMedia(query);
  const matches = signal(media.matches);
  media.addEventListener("change", () => {
    matches.value = media.matches;
  });
  return matches;
}

/** What `read` says, now and after each of these events. */
function createEventSignal<T>(target: EventTarget, events: string[], read: () => T): ReadonlySignal<T> {
  const value = signal(read());
  for (const event of events) target.addEventListener(event, () => (value.value = read()));
  return value;
}

function createTabs(): Tabs {
  const channel = new BroadcastChannel("parley");
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target, a window has
    tell: (event) => channel.postMessage(event),
    listen: (handler) => {
      const onMessage = ({ data }: MessageEvent<TabEvent>) => handler(data);
      channel.addEventListener("message", onMessage);
      return () => channel.removeEventListener("message", onMessage);
    },
  };
}

/** A page from the browser's back-forward cache is shown without being loaded. */
function onReturn(handler: () => void): () => void {
  const ended = new AbortController();
  const { signal: until } = ended;
  const onVisible = () => document.hidden || handler();
  document.addEventListener("visibilitychange", onVisible, { signal: until });
  addEventListener("online", handler, { signal: until });
  addEventListener("pageshow", ({ persisted }) => persisted && handler(), { signal: until });
  return () => ended.abort();
}

export function createStorage(): KeyValueStorage {
  const attempt = <T>(action: () => T): T | undefined => {
    try {
      return action();
    } catch {
      // Storage may be switched off or full; the page only forgets more then.
      return undefined;
    }
  };
  return {
    get: (key) => attempt(() => localStorage.getItem(key)) ?? undefined,
    set: (key, value) => attempt(() => localStorage.setItem(key, value)),
    remove: (key) => attempt(() => localStorage.removeItem(key)),
    keys: () => attempt(() => Object.keys(localStorage)) ?? [],
  };
}

/**
 * Frames that leave the page free to answer its reader. Words that come twenty times a second read as well as sixty;
 * after a frame that was dear, with its layout and paint, the next waits nine times as long, so that a growing reply
 * takes a tenth of the main thread at most.
 */
function createPacedFrame(): PagePorts["frame"] {
  const shortestPauseMs = 40;
  const longestPauseMs = 250;
  let notBefore = 0;
  return (task) => {
    const run = () =>
      requestAnimationFrame(() => {
        const begun = performance.now();
        task();
        // A timer comes after the paint that ends this frame.
        setTimeout(() => {
          const ended = performance.now();
          const pauseMs = Math.max(shortestPauseMs, (ended - begun) * 9);
          notBefore = ended + Math.min(longestPauseMs, pauseMs);
        });
      });
    const pauseMs = notBefore - performance.now();
    if (pauseMs > 0) setTimeout(run, pauseMs);
    else run();
  };
}

function wait(ms: number, abort?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (abort?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      abort?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    abort?.addEventListener("abort", end);
  });
}

/** `crypto.randomUUID` is missing where the page is served without TLS. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
