import type { Notice } from "./notices-model";
import type { ThreadPorts } from "./thread-ports";

/** Notices of what could not be attached. */
export interface Refusals {
  tell(notice: Notice): void;
  /** Takes them back: the message is sent, or what was attached has changed. */
  end(): void;
}

export function createRefusals({ notify, dismiss }: Pick<ThreadPorts, "notify" | "dismiss">): Refusals {
  const told: Notice[] = [];
  return {
    tell: (notice) => {
      told.push(notice);
      notify(notice);
    },
    end: () => told.splice(0).forEach(dismiss),
  };
}
