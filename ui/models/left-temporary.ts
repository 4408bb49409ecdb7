import type { PagePorts } from "../ports";
import { type Notice, type NoticesModel, noticeMs } from "./notices-model";
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
  let held: { thread: ThreadModel; offer: Notice } | undefined;

  /** Ends what is held, if anything is. */
  function end(): void {
    if (!held) return;
    notices.dismiss(held.offer);
    held.thread.close();
    held = undefined;
  }

  return {
    hold: (left, goBack) => {
      end();
      const run = () => {
        if (held?.thread !== left) return;
        held = undefined;
        goBack();
      };
      const { temporaryEnded: text, undo: label } = ports.words();
      const offer: Notice = { text, tone: "plain", action: { label, run } };
      const mine = (held = { thread: left, offer });
      notices.show(offer);
      void ports.wait(noticeMs).then(() => held === mine && end());
    },
  };
}
