import { type ReadonlySignal, signal } from "@preact/signals";
import type { PagePorts } from "../ports";
import { failureText } from "./failure-text";
import type { NoticesModel } from "./notices-model";

/** What a long job is given. */
export interface LongJob {
  /** Aborts when it is cancelled. */
  signal: AbortSignal;
  onProgress(done: number, total: number): void;
}

/** Work on all that the reader has. */
export interface LongJobs {
  /** One is running: one at a time. */
  isBusy: ReadonlySignal<boolean>;
  /** Runs one, with a notice that says how far it is and lets one end it. */
  run(text: string, job: (given: LongJob) => Promise<void>): Promise<void>;
  /** Runs what is short; a notice says why it failed. */
  orNotice(task: () => Promise<void>): Promise<void>;
}

export function createLongJobs(ports: Pick<PagePorts, "words">, notices: NoticesModel): LongJobs {
  const isBusy = signal(false);

  async function orNotice(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      const text = ports.words().transferFailed(failureText(error, ports.words()));
      notices.show({ text, tone: "problem" });
    }
  }

  async function run(text: string, job: (given: LongJob) => Promise<void>): Promise<void> {
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
    await orNotice(() =>
      job({ signal: leaving, onProgress }).catch((error: unknown) => {
        if (!leaving.aborted) throw error;
      }),
    );
    notices.dismiss(notice);
    isBusy.value = false;
  }

  return { isBusy, run, orNotice };
}
