import { monotonicFactory } from "ulid";
import type { Clock, NewId } from "../ports";
import { systemClock } from "./system-clock";

/** Makes ULIDs. Those of one factory sort in the order they were made, also within a millisecond. */
export function createNewId(clock: Clock = systemClock): NewId {
  const next = monotonicFactory();
  return () => next(clock());
}
