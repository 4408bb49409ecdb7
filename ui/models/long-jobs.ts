import { type Signal, signal } from "@preact/signals";
import type { PagePorts } from "../ports";
import type { NoticesModel } from "./notices-model";

/** What a long job is given. */
export interface LongJob {
  /** Aborts when it is cancelled. */
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** Runs one, with a notice that says how far it is and lets one end it. */
export type RunLongJob = (text: string, job: (given: LongJob) => Promise<void>) => Promise<void>;

export interface LongJobsSurroundings {
  notices: NoticesModel;
  /** One is running: one at a time. */
  isBusy: Signal<boolean>;
  onFailed(error: unknown): void;
}

/** Work on all that the reader has. */
export function createLongJobs(
  ports: Pick<PagePorts, "words">,
  { notices, isBusy, onFailed }: LongJobsSurroundings,
): RunLongJob {
  return async (text, job) => {
    if (isBusy.peek()) return;
    isBusy.value = true;
    const cancelled = new AbortController();
    const { signal: leaving } = cancelled;
    const progress = signal("");
    const action = { label: ports.words().cancel, run: () => cancelled.abort() };
    const notice = { text, tone: "plain" as const, action, progress };
    notices.show(notice);
    const onProgress = (done: number, total: number) => {
      progress.value = ports.words().ofTotal(done + 1, total);
    };
    try {
      await job({ signal: leaving, onProgress });
    } catch (error) {
      if (!leaving.aborted) onFailed(error);
    }
    notices.dismiss(notice);
    isBusy.value = false;
  };
}
