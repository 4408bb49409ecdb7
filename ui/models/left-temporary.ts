import type { PagePorts } from "../ports";
import { type NoticesModel, noticeMs } from "./notices-model";
import type { ThreadModel } from "./thread-model";

/** A temporary chat that was left in the middle of a reply: one can still go back to it, for some seconds. */
export interface LeftTemporary {
  /** Keeps it until the offer to go back has passed, then ends it. */
  hold(left: ThreadModel, goBack: () => void): void;
}

export function createLeftTemporary(
  ports: Pick<PagePorts, "wait" | "words">,
  notices: NoticesModel,
): LeftTemporary {
  let held: { thread: ThreadModel } | undefined;

  async function endInTime(one: { thread: ThreadModel }): Promise<void> {
    await ports.wait(noticeMs);
    if (held !== one) return;
    held = undefined;
    one.thread.close();
  }

  return {
    hold: (left, goBack) => {
      held?.thread.close();
      const one = { thread: left };
      held = one;
      const run = () => {
        if (held !== one) return;
        held = undefined;
        goBack();
      };
      const { temporaryEnded: text, undo: label } = ports.words();
      notices.show({ text, tone: "plain", action: { label, run } });
      void endInTime(one);
    },
  };
}
