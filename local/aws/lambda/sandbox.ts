import type { FunctionError } from "./function-invoker";
import type { FunctionLog } from "./function-log";
import type { FunctionSpec } from "./function-spec";
import type { Invocation } from "./invocation";
import { RuntimeApi } from "./runtime-api";
import { sandboxEnvironment, type SandboxSetting } from "./sandbox-environment";
import { type ProcessEnd, SandboxProcess } from "./sandbox-process";

/** What loading a handler may take on AWS before the function's own time begins, in ms. */
const initMs = 10_000;

export interface SandboxArgs {
  spec: FunctionSpec;
  setting: SandboxSetting;
  log: FunctionLog;
  /** The process is gone. `orphan` is an invocation it was to get but never took. */
  onEnded(sandbox: Sandbox, orphan?: Invocation): void;
}

/** One process of a function. It runs one invocation at a time, and many after each other. */
export class Sandbox {
  readonly #startedAt = performance.now();
  readonly #settling = Promise.withResolvers<void>();
  #api!: RuntimeApi;
  #process!: SandboxProcess;
  #current?: Invocation;
  #unreported?: Invocation;
  /** Why the process is being ended, or could not begin. */
  #failure?: FunctionError;
  #initMs?: number;
  #isReported = false;
  #timer?: NodeJS.Timeout;

  private constructor(private readonly args: SandboxArgs) {}

  static async start(args: SandboxArgs): Promise<Sandbox> {
    const sandbox = new Sandbox(args);
    await sandbox.#start();
    return sandbox;
  }

  /** Resolves when it can run an invocation, or never will. */
  get settled(): Promise<void> {
    return this.#settling.promise;
  }

  /** Since its process was started, in ms. */
  get ageMs(): number {
    return performance.now() - this.#startedAt;
  }

  run(invocation: Invocation): void {
    this.#current = invocation;
    void invocation.ended.then(() => clearTimeout(this.#timer));
    this.#api.offer(invocation);
  }

  /** Ends the process; resolves when it is gone. What it runs fails. */
  async stop(): Promise<void> {
    await this.#process.stop();
  }

  async #start(): Promise<void> {
    const { log, setting, spec } = this.args;
    this.#api = await RuntimeApi.listen({
      functionArn: spec.arn,
      timeoutMs: spec.timeoutSec * 1000,
      onNext: (peakKb) => this.#ready(peakKb),
      onTaken: (invocation) => this.#taken(invocation),
      onInitError: (error) => (this.#failure = error),
      lossReason: async () => this.#lossReason(await this.#process.ended),
    });
    const env = sandboxEnvironment(spec, setting, this.#api.address);
    this.#process = new SandboxProcess(spec, env, (line) => log.line(line));
    this.#limit(initMs + spec.timeoutSec * 1000);
    void this.#process.ended.then((end) => this.#ended(end));
  }

  #ready(peakKb?: number): void {
    if (this.#initMs === undefined) {
      this.#initMs = performance.now() - this.#startedAt;
      clearTimeout(this.#timer);
      this.#settling.resolve();
    }
    this.#report(peakKb);
  }

  #taken(invocation: Invocation): void {
    // In turn with the report of the invocation before.
    setImmediate(() => this.args.log.start(invocation));
    this.#unreported = invocation;
    this.#limit(this.args.spec.timeoutSec * 1000);
  }

  /** After the function's last lines: they come through a pipe, which is read in the same turn of the event loop. */
  #report(peakKb?: number): void {
    const invocation = this.#unreported;
    this.#unreported = undefined;
    if (!invocation) return;
    const coldStart = this.#isReported ? {} : { initMs: this.#initMs };
    this.#isReported = true;
    setImmediate(() => this.args.log.report(invocation, { ...coldStart, peakKb }));
  }

  #limit(afterMs: number): void {
    this.#timer = setTimeout(() => {
      const errorMessage = `Task timed out after ${this.args.spec.timeoutSec.toFixed(2)} seconds`;
      this.#failure = { errorType: "Sandbox.Timedout", errorMessage };
      this.#process.kill();
    }, afterMs);
  }

  #ended(end: ProcessEnd): void {
    clearTimeout(this.#timer);
    this.#settling.resolve();
    void this.#api.close();
    const invocation = this.#current;
    // A process that had been initialised and ended while idle did not fail the invocation that came too late.
    const isOrphan = invocation && invocation.takenAt === undefined && this.#initMs !== undefined;
    // Told before the invocation fails, so that nobody is sent to a process that is gone.
    this.args.onEnded(this, isOrphan ? invocation : undefined);
    if (invocation && !isOrphan && invocation.durationMs === undefined) {
      const failure = this.#lossReason(end);
      this.args.log.failure(failure);
      invocation.fail(failure);
    }
    this.#report();
  }

  #lossReason({ code, signal }: ProcessEnd): FunctionError {
    const { errorMessage, errorType } = this.#failure ?? {
      errorType: "Runtime.ExitError",
      errorMessage:
        code === 0
          ? "Runtime exited without providing a reason"
          : `Runtime exited with error: ${signal ? `signal: ${signal}` : `exit status ${code}`}`,
    };
    // AWS names the request for what it found out itself, not for what the function said.
    const isOwnWord = errorType === "Runtime.ExitError" || errorType === "Sandbox.Timedout";
    const id = this.#current?.id;
    return {
      errorType,
      errorMessage: isOwnWord && id ? `RequestId: ${id} Error: ${errorMessage}` : errorMessage,
    };
  }
}
