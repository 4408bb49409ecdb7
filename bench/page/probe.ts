import type { Browser, CDPSession, Page } from "playwright-core";

export interface Traffic {
  requests: number;
  wireKb: number;
  decodedKb: number;
}

/** A fresh page, its cache empty, and what can be read from it. */
export interface Probe {
  page: Page;
  /** What was asked for so far, as far as it has come, or until `at`, ms since the epoch; the site's icon is not. */
  traffic(at?: number): Traffic;
  /** Waits until nothing was fetched for half a second; a heartbeat that stays open is nothing. */
  isFetched(): Promise<void>;
  /** How long the main thread has worked since the page was opened, ms. */
  busyMs(): Promise<number>;
  /** The longest task since the last call, ms; 0 when none was over 50. */
  longestTaskMs(): Promise<number>;
  elements(): Promise<number>;
  /** After a collection. */
  heapMb(): Promise<number>;
  /** Waits until the main thread was free for nine tenths of half a second: Gradio's never rests wholly. */
  atRest(): Promise<void>;
  /**
   * To be called before the page is opened; what it gives tells when a heading with this text was painted, ms since
   * the epoch. The page itself looks out for it: a locator's script would work in the page while it opens.
   */
  watchHeading(text: string): Promise<{ paintedAt: Promise<number> }>;
  watchText(): Promise<void>;
  /** When the text last changed, ms since the epoch, and how often it did. */
  textChanges(): Promise<{ lastChangeAt: number; changes: number }>;
  close(): Promise<void>;
}

// Text, not functions: what tsx adds to functions is missing in the page.
const watchTasks = `
  globalThis.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ type: "longtask", buffered: true });`;
const watchText = `
  globalThis.text = { lastChangeAt: 0, changes: 0 };
  new MutationObserver((changes) => {
    const grown = changes.some(({ type, addedNodes }) =>
      type === "characterData" || [...addedNodes].some((node) => /word\\d/.test(node.textContent)));
    if (grown) text = { lastChangeAt: Date.now(), changes: text.changes + 1 };
  }).observe(document.body, { subtree: true, childList: true, characterData: true });`;

const watchHeading = (text: string) => `{
  const name = ${JSON.stringify(text)};
  const has = (node) => node.textContent.includes(name);
  const isThere = () => [...document.querySelectorAll("h1, h2, h3")].some((heading) => heading.textContent === name);
  const observer = new MutationObserver((changes) => {
    const isChanged = ({ target, addedNodes }) => target.nodeType === Node.TEXT_NODE ? has(target) : [...addedNodes].some(has);
    if (!changes.some(isChanged) || !isThere()) return;
    observer.disconnect();
    // What comes after a frame's callbacks comes after its paint.
    requestAnimationFrame(() => setTimeout(() => headingPainted(Date.now())));
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}`;

/** How long a browser is busy with itself after it was asked for a window with a profile of its own, ms. */
const settledAfterMs = 1_500;

export async function openProbe(browser: Browser): Promise<Probe> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.addInitScript(watchTasks);
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const traffic = await watchTraffic(session);
  await page.waitForTimeout(settledAfterMs);
  const busyMs = async () => 1_000 * (await metric(session, "TaskDuration"));
  return {
    page,
    traffic,
    async isFetched() {
      for (let [before, now] = [-1, traffic().decodedKb]; now !== before;) {
        await page.waitForTimeout(500);
        [before, now] = [now, traffic().decodedKb];
      }
    },
    busyMs,
    longestTaskMs: () => page.evaluate<number>("{ const found = longest; longest = 0; found }"),
    elements: () => page.locator("*").count(),
    heapMb: async () => {
      await session.send("HeapProfiler.collectGarbage");
      return (await metric(session, "JSHeapUsedSize")) / 1e6;
    },
    async atRest() {
      for (let [before, now] = [-1, await busyMs()]; now - before > 50;) {
        await page.waitForTimeout(500);
        [before, now] = [now, await busyMs()];
      }
    },
    async watchHeading(text) {
      const painted = Promise.withResolvers<number>();
      await page.exposeFunction("headingPainted", painted.resolve);
      await page.addInitScript(watchHeading(text));
      return { paintedAt: painted.promise };
    },
    watchText: () => page.evaluate<void>(watchText),
    textChanges: () => page.evaluate<{ lastChangeAt: number; changes: number }>("text"),
    close: () => context.close(),
  };
}

async function metric(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
}

async function watchTraffic(session: CDPSession): Promise<Probe["traffic"]> {
  const fetched = new Map<string, { askedAt: number; wire: number; decoded: number }>();
  session.on("Network.requestWillBeSent", ({ requestId, request, wallTime }) => {
    if (/^https?:/.test(request.url)) {
      fetched.set(requestId, { askedAt: 1_000 * wallTime, wire: 0, decoded: 0 });
    }
  });
  session.on("Network.dataReceived", ({ requestId, dataLength }) => {
    const one = fetched.get(requestId);
    if (one) one.decoded += dataLength;
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const one = fetched.get(requestId);
    if (one) one.wire = encodedDataLength;
  });
  await session.send("Network.enable");
  return (at = Infinity) => {
    const all = [...fetched.values()].filter(({ askedAt }) => askedAt <= at);
    const sum = (kind: "wire" | "decoded") => all.reduce((total, one) => total + one[kind], 0) / 1_000;
    return { requests: all.length, wireKb: sum("wire"), decodedKb: sum("decoded") };
  };
}
