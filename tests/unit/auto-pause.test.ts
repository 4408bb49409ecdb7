import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AutoPause } from "../../local/aws/rds/auto-pause";

const minutes = 60_000;
let isBusy: boolean;
let events: string[];
let pause: AutoPause;

beforeEach(() => {
  vi.useFakeTimers();
  isBusy = false;
  events = [];
  pause = new AutoPause({
    instance: () => "store-1",
    idleMs: 5 * minutes,
    resumeMs: 15_000,
    isBusy: () => isBusy,
    onPause: async () => void events.push("pause"),
    onResume: async () => void events.push("resume"),
  });
});
afterEach(() => {
  pause.stop();
  vi.useRealTimers();
});

const call = () => pause.use(async () => "answer");
const resuming = { name: "DatabaseResumingException" };

describe("A cluster that scales to zero", () => {
  it("pauses when it was idle for long enough, and not before", async () => {
    await vi.advanceTimersByTimeAsync(4 * minutes);
    expect(await call()).toBe("answer");
    await vi.advanceTimersByTimeAsync(5 * minutes - 1);
    expect(events).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(events).toEqual(["pause"]);
  });

  it("refuses calls for as long as it takes to resume", async () => {
    await vi.advanceTimersByTimeAsync(5 * minutes);
    await expect(call()).rejects.toMatchObject(resuming);
    await vi.advanceTimersByTimeAsync(14_999);
    await expect(call()).rejects.toMatchObject(resuming);
    await vi.advanceTimersByTimeAsync(1);
    expect(await call()).toBe("answer");
    expect(events).toEqual(["pause", "resume"]);
  });

  it("stays while a call runs, or a transaction is open", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const long = pause.use(() => promise);
    await vi.advanceTimersByTimeAsync(10 * minutes);
    isBusy = true;
    resolve();
    await long;
    await vi.advanceTimersByTimeAsync(10 * minutes);
    expect(events).toEqual([]);
    isBusy = false;
    await vi.advanceTimersByTimeAsync(5 * minutes);
    expect(events).toEqual(["pause"]);
  });
});
