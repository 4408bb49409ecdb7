import type { SpareTime } from "../file-ports";
import type { Clock } from "../ports";
import { OutOfTime } from "./out-of-time";

/** What a request may take when it goes on with earlier work: its function has half a minute, for what it was asked too. */
const spareMs = 5_000;

/** To be made when the request begins: one that takes long by itself has no time to spare. */
export function spareTime(clock: Clock): SpareTime {
  const end = clock() + spareMs;
  const isLeft = () => clock() < end;
  return {
    isLeft,
    require() {
      if (!isLeft()) throw new OutOfTime(spareMs);
    },
  };
}
