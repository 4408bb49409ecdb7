import type { Browser } from "playwright-core";
import { type Probe, openProbe } from "./probe";
import type { Subject } from "./subject";

/** Bytes are thousands, times CPU or wall as named, shares in percent. */
export interface Measured {
  requests: number;
  wireKb: number;
  decodedKb: number;
  usableMs: number;
  allRequests: number;
  allWireKb: number;
  allDecodedKb: number;
  lateMs: number;
  streamBusyMs: number;
  streamBusyShare: number;
  streamLongestMs: number;
  streamUpdates: number;
  openMs: number;
  openBusyMs: number;
  openElements: number;
  openHeapMb: number;
  scrollLongestMs: number;
  scrollElements: number;
  scrollHeapMb: number;
  memoryAfter10Mb?: number;
  memoryAfter50Mb?: number;
  memoryGrowth?: number;
}

const runs = 5;
const longRuns = 3;
const [tokens, perSecond] = [2_000, 110];

export async function measure(browser: Browser, subject: Subject, withMemory: boolean): Promise<Measured> {
  const inProbe = async <T>(work: (probe: Probe) => Promise<T>): Promise<T> => {
    const probe = await openProbe(browser);
    try {
      return await work(probe);
    } finally {
      await probe.close();
    }
  };
  const repeat = async <T>(count: number, work: (probe: Probe) => Promise<T>): Promise<T[]> => {
    const found: T[] = [];
    for (let run = 1; run <= count; run++) {
      process.stderr.write(`\r${subject.name}: ${work.name} ${run} of ${count}      `);
      found.push(await inProbe(work));
    }
    return found;
  };
  const load = (probe: Probe) => measureLoad(probe, subject);
  const stream = (probe: Probe) => measureStream(probe, subject);
  const open = (probe: Probe) => measureOpen(probe, subject);
  const scroll = (probe: Probe) => measureScroll(probe, subject);
  const memory = (probe: Probe) => measureMemory(probe, subject);
  // Functions and caches of the server are cold at first; the browser's cache is cold always.
  await inProbe(load);
  await inProbe(open);
  const loads = medians(await repeat(runs, load));
  const opens = medians(await repeat(runs, open));
  const streams = medians(await repeat(longRuns, stream));
  const scrolls = medians(await repeat(longRuns, scroll));
  const [grown = {}] = withMemory ? await repeat(1, memory) : [];
  return { ...loads, ...opens, ...streams, ...scrolls, ...grown };
}

/** From nothing to a box that one can write in; and what is fetched after that, until there is no more. */
async function measureLoad(probe: Probe, { url, box }: Subject) {
  const { page } = probe;
  const begun = Date.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.locator(box).first().and(page.locator(":enabled")).waitFor();
  const usableAt = Date.now();
  await probe.isFetched();
  const [until, all] = [probe.traffic(usableAt), probe.traffic()];
  return {
    usableMs: usableAt - begun,
    ...until,
    allRequests: all.requests,
    allWireKb: all.wireKb,
    allDecodedKb: all.decodedKb,
  };
}

async function measureStream(probe: Probe, subject: Subject) {
  const { page } = probe;
  await page.goto(subject.url);
  await ask(probe, subject, 5, 100, 1);
  await probe.watchText();
  await probe.longestTaskMs();
  const [begun, before] = [Date.now(), await probe.busyMs()];
  await ask(probe, subject, tokens, perSecond, 2);
  const { lastChangeAt, changes } = await probe.textChanges();
  const streamBusyMs = (await probe.busyMs()) - before;
  const tookMs = Math.max(Date.now(), lastChangeAt) - begun;
  return {
    lateMs: Math.max(0, lastChangeAt - subject.lastSentAt()),
    streamBusyMs,
    streamBusyShare: (100 * streamBusyMs) / tookMs,
    streamLongestMs: await probe.longestTaskMs(),
    streamUpdates: (1_000 * changes) / tookMs,
  };
}

async function ask(probe: Probe, subject: Subject, count: number, rate: number, turn: number) {
  const field = probe.page.locator(subject.box).first().and(probe.page.locator(":enabled"));
  await field.fill(`/tokens ${count} ${rate}`);
  await field.press("Enter");
  await probe.page.getByText(`word${count}`, { exact: false }).last().waitFor({ timeout: 240_000 });
  await subject.replied(probe.page, turn);
}

async function measureOpen(probe: Probe, { longUrl }: Subject) {
  const { paintedAt } = await probe.watchHeading("Answer 500");
  const begun = Date.now();
  await probe.page.goto(longUrl, { waitUntil: "commit" });
  const openMs = (await paintedAt) - begun;
  await probe.isFetched();
  await probe.atRest();
  return {
    openMs,
    openBusyMs: await probe.busyMs(),
    openElements: await probe.elements(),
    openHeapMb: await probe.heapMb(),
  };
}

/** Turns the wheel until the first message is there. */
async function measureScroll(probe: Probe, { longUrl, log }: Subject) {
  const { page } = probe;
  await page.goto(longUrl);
  await page.getByRole("heading", { name: "Answer 500" }).waitFor({ timeout: 120_000 });
  await probe.atRest();
  await probe.longestTaskMs();
  await page.locator(log).first().hover();
  let scrollElements = 0;
  const isAtFirst = () =>
    page
      .locator(log)
      .first()
      .evaluate((view) => view.scrollTop <= 0 && view.textContent.includes("Question 1:"));
  for (let notch = 0; notch < 4_000; notch++) {
    await page.mouse.wheel(0, -500);
    if (notch % 10 > 0) continue;
    scrollElements = Math.max(scrollElements, await probe.elements());
    if (await isAtFirst()) break;
  }
  return { scrollLongestMs: await probe.longestTaskMs(), scrollElements, scrollHeapMb: await probe.heapMb() };
}

/** Long replies, one after another in one conversation; at the pace of a fast model, or it would take a quarter of an hour. */
async function measureMemory(probe: Probe, subject: Subject) {
  const { page } = probe;
  await page.goto(subject.url);
  let memoryAfter10Mb = Number.NaN;
  for (let turn = 1; turn <= 50; turn++) {
    await page.locator(subject.box).first().fill(`/tokens ${tokens} 300`);
    await page.keyboard.press("Enter");
    await page.locator("[data-status=running]").waitFor();
    await subject.replied(page, turn);
    if (turn === 10) memoryAfter10Mb = await probe.heapMb();
  }
  const memoryAfter50Mb = await probe.heapMb();
  return { memoryAfter10Mb, memoryAfter50Mb, memoryGrowth: memoryAfter50Mb / memoryAfter10Mb };
}

function medians<T extends Record<string, number>>(samples: T[]): T {
  const names = Object.keys(samples[0] ?? {});
  const median = (name: string) => {
    const sorted = samples.map((sample) => sample[name] ?? Number.NaN).sort((one, other) => one - other);
    return sorted[sorted.length >> 1];
  };
  return Object.fromEntries(names.map((name) => [name, median(name)])) as T;
}
