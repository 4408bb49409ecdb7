import { AwsError } from "../service";

export interface AutoPauseOptions {
  /** What the error names. */
  instance: () => string;
  /** @default - it never pauses */
  idleMs?: number;
  /** How long a cluster that was paused refuses calls. */
  resumeMs: number;
  /** Whether something holds a connection: then it is not idle. */
  isBusy(): boolean;
  /** It pauses. */
  onPause(): Promise<void>;
  /** The first call after a pause has come. */
  onResume(): Promise<void>;
}

/** A cluster that scales to zero: after some time without calls it pauses, and the call that wakes it is refused. */
export class AutoPause {
  #state: "running" | "paused" | "resuming" = "running";
  #calls = 0;
  #nextResumeMs: number;
  #timer?: NodeJS.Timeout;

  constructor(private readonly options: AutoPauseOptions) {
    this.#nextResumeMs = options.resumeMs;
    this.#wait();
  }

  /** Runs a call. Throws `DatabaseResumingException` while the cluster is paused or resumes; being called wakes it. */
  async use<T>(call: () => Promise<T>): Promise<T> {
    if (this.#state === "paused") this.#resume();
    if (this.#state === "resuming") {
      throw new AwsError(
        "DatabaseResumingException",
        `The Aurora DB instance ${this.options.instance()} is resuming after being auto-paused. Please wait a few seconds and try again.`,
      );
    }
    clearTimeout(this.#timer);
    this.#calls += 1;
    try {
      return await call();
    } finally {
      this.#calls -= 1;
      this.#wait();
    }
  }

  /**
   * Pauses at once, as after a long time without calls.
   *
   * @param resumeMs How long it will refuse calls this time. @default - as always
   */
  async pause(resumeMs = this.options.resumeMs): Promise<void> {
    clearTimeout(this.#timer);
    this.#state = "paused";
    this.#nextResumeMs = resumeMs;
    await this.options.onPause();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #resume(): void {
    this.#state = "resuming";
    const started = this.options.onResume();
    // One that could not be started says so to the call that needs it.
    const resumed = () => this.#resumed();
    this.#timer = setTimeout(() => void started.then(resumed, resumed), this.#nextResumeMs);
  }

  #resumed(): void {
    this.#state = "running";
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const { idleMs } = this.options;
    if (idleMs === undefined || this.#calls > 0) return;
    this.#timer = setTimeout(() => void (this.options.isBusy() ? this.#wait() : this.pause()), idleMs);
    this.#timer.unref();
  }
}
