import { setTimeout as sleep } from "node:timers/promises";
import { AwsError } from "../service";
import type { StreamResult } from "./function-invoker";
import type { FunctionSpec } from "./function-spec";
import { Invocation } from "./invocation";
import type { Sandbox, SandboxArgs } from "./sandbox";
import type { StartGate } from "./start-gate";

/** The credentials of a process are good for 12 hours, and it cannot get new ones. */
const maxAgeMs = 6 * 3_600_000;

/** How many functions of the account may run at once. */
export class AccountConcurrency {
  #running = 0;

  constructor(private readonly limit: number) {}

  /** Throws `TooManyRequestsException` when the limit is reached. Give back what was taken. */
  take(): void {
    if (this.#running >= this.limit) throw throttled("ConcurrentInvocationLimitExceeded");
    this.#running += 1;
  }

  giveBack(): void {
    this.#running -= 1;
  }
}

export interface FunctionPoolArgs {
  spec: FunctionSpec;
  account: AccountConcurrency;
  gate: StartGate;
  /** How long a process may be idle before it is ended, in ms. */
  idleMs: number;
  /** How long a process that is there is waited for before another one starts, in ms. */
  patienceMs: number;
  startSandbox(onEnded: SandboxArgs["onEnded"]): Promise<Sandbox>;
}

/** The processes of one function: as many as run at once, kept warm for a while. */
export class FunctionPool {
  readonly #sandboxes = new Set<Sandbox>();
  /** The most recently used one last: it is taken first, so that the others can end. */
  readonly #idle = new Map<Sandbox, NodeJS.Timeout>();
  readonly #starting = new Set<Promise<Sandbox>>();
  /** Invocations that have no process yet, oldest first. */
  readonly #waiting: { resolve: (sandbox: Sandbox) => void; reject: (reason: unknown) => void }[] = [];
  #running = 0;
  #isRetired = false;

  constructor(private readonly args: FunctionPoolArgs) {}

  get spec(): FunctionSpec {
    return this.args.spec;
  }

  /** Throws `TooManyRequestsException` when the function or the account has no concurrency left. */
  async invoke(payload: string): Promise<StreamResult> {
    const { account, spec } = this.args;
    if (this.#running >= (spec.reservedConcurrency ?? Infinity)) {
      throw throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
    }
    account.take();
    this.#running += 1;
    const invocation = new Invocation(payload);
    void this.#giveBack(invocation);
    await this.#run(invocation);
    return invocation.result;
  }

  async #giveBack(invocation: Invocation): Promise<void> {
    await invocation.ended;
    this.#running -= 1;
    this.args.account.giveBack();
  }

  /** Takes no more work: idle processes end now, the others when they are done. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    await Promise.all([...this.#idle.keys()].map((sandbox) => this.#end(sandbox)));
  }

  /** Ends every process; resolves when all are gone. */
  async stop(): Promise<void> {
    this.#isRetired = true;
    await Promise.allSettled(this.#starting);
    await Promise.all([...this.#sandboxes].map((sandbox) => this.#end(sandbox)));
  }

  async #run(invocation: Invocation): Promise<void> {
    try {
      const sandbox = this.#takeIdle() ?? (await this.#firstFree());
      void invocation.ended.then(() => this.#release(sandbox));
      sandbox.run(invocation);
    } catch (error) {
      invocation.fail({ errorType: "Sandbox.StartError", errorMessage: String(error) });
    }
  }

  #takeIdle(): Sandbox | undefined {
    const sandbox = [...this.#idle.keys()].at(-1);
    if (!sandbox) return undefined;
    clearTimeout(this.#idle.get(sandbox));
    this.#idle.delete(sandbox);
    return sandbox;
  }

  /** The first process that is free: one that has done its work, or a new one when its turn to start has come. */
  #firstFree(): Promise<Sandbox> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      void this.#startInTurn();
    });
  }

  async #startInTurn(): Promise<void> {
    if (this.#sandboxes.size + this.#waiting.length > 1) {
      const [oldest] = this.#sandboxes;
      await oldest?.settled;
      await sleep(this.args.patienceMs, undefined, { ref: false });
    }
    await this.args.gate.run(() => this.#startForWaiting());
  }

  /** Resolves when the new process is ready or gone. */
  async #startForWaiting(): Promise<void> {
    // Others have become free in the meantime.
    if (this.#waiting.length === 0) return;
    try {
      const sandbox = await this.#start();
      this.#offer(sandbox);
      await sandbox.settled;
    } catch (error) {
      this.#waiting.shift()?.reject(error);
    }
  }

  /** Gives the process to who has waited longest, or keeps it warm. */
  #offer(sandbox: Sandbox): void {
    const next = this.#waiting.shift();
    if (next) return next.resolve(sandbox);
    const timer = setTimeout(() => void this.#end(sandbox), this.args.idleMs);
    timer.unref();
    this.#idle.set(sandbox, timer);
  }

  async #start(): Promise<Sandbox> {
    if (this.#isRetired) throw new Error(`Function ${this.spec.name} is being stopped`);
    const starting = this.args.startSandbox((sandbox, orphan) => {
      this.#forget(sandbox);
      if (orphan) void this.#run(orphan);
    });
    this.#starting.add(starting);
    try {
      const sandbox = await starting;
      this.#sandboxes.add(sandbox);
      return sandbox;
    } finally {
      this.#starting.delete(starting);
    }
  }

  #release(sandbox: Sandbox): void {
    if (!this.#sandboxes.has(sandbox)) return;
    if (this.#isRetired || sandbox.ageMs > maxAgeMs) return void this.#end(sandbox);
    this.#offer(sandbox);
  }

  async #end(sandbox: Sandbox): Promise<void> {
    clearTimeout(this.#idle.get(sandbox));
    this.#idle.delete(sandbox);
    await sandbox.stop();
  }

  #forget(sandbox: Sandbox): void {
    clearTimeout(this.#idle.get(sandbox));
    this.#idle.delete(sandbox);
    this.#sandboxes.delete(sandbox);
  }
}

const throttled = (reason: string) =>
  new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { Reason: reason });
