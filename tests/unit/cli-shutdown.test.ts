import { EventEmitter } from "node:events";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { stopOnSignal } from "../../local/cli/shutdown";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp(stop: () => Promise<void>) {
  const signals = new EventEmitter();
  const exit = vi.fn();
  const say = vi.fn();
  stopOnSignal({ stop, say, exit, signals: signals as unknown as NodeJS.Process, now: () => Date.now() });
  return { signals, exit, say };
}

const never = () => new Promise<void>(() => undefined);

describe("stopOnSignal", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"])(
    "ends with status 0 once all has stopped after %s",
    async (signal) => {
      const { signals, exit } = setUp(() => Promise.resolve());
      signals.emit(signal);
      await vi.advanceTimersByTimeAsync(0);
      expect(exit.mock.calls).toEqual([[0]]);
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it("takes the two SIGINTs of Ctrl-C under npm for one, and a later one for force", async () => {
    const { signals, exit } = setUp(never);
    signals.emit("SIGINT");
    signals.emit("SIGINT");
    await vi.advanceTimersByTimeAsync(1001);
    expect(exit).not.toHaveBeenCalled();
    signals.emit("SIGINT");
    expect(exit.mock.calls).toEqual([[130]]);
  });

  it("does not wait longer than 4.5 s", async () => {
    const { signals, exit, say } = setUp(never);
    signals.emit("SIGTERM");
    await vi.advanceTimersByTimeAsync(4500);
    expect(exit.mock.calls).toEqual([[1]]);
    expect(say.mock.calls).toEqual([["Stopping …"], ["Not everything stopped within 4.5 s"]]);
  });

  it("says why stopping failed", async () => {
    const { signals, exit, say } = setUp(() => Promise.reject(new Error("stuck")));
    signals.emit("SIGTERM");
    await vi.advanceTimersByTimeAsync(0);
    expect(exit.mock.calls).toEqual([[1]]);
    expect(say).toHaveBeenLastCalledWith("Stopping failed: stuck");
  });
});
