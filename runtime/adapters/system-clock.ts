import { setTimeout as sleep } from "node:timers/promises";
import type { Clock, Wait } from "../ports";

export const systemClock: Clock = Date.now;

export const systemWait: Wait = async (ms, signal) => {
  // An aborted wait is a wait that ended early, not a fault.
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
};
