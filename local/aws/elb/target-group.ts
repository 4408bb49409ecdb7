import { type HealthCheck, checkHealth } from "./health-check";

/** Something that takes requests. */
export interface Target {
  /** Id of the instance. */
  id: string;
  host: string;
  port: number;
}

/** What a listener of a target group hears. `gone`: it was deregistered. */
export type TargetEvent = "healthy" | "unhealthy" | "gone";

interface RegisteredTarget extends Target {
  state: "initial" | "healthy" | "unhealthy";
  /** Answers in a row that speak for the other state. */
  contrary: number;
  /** What was wrong at the last check. */
  reason?: string;
  timer?: NodeJS.Timeout;
}

/** AWS asks a new target as often as any other; here a person waits for it. */
const initialIntervalMs = 100;

/** A set of targets, asked over and over whether they are well. */
export class TargetGroup {
  readonly #targets = new Map<string, RegisteredTarget>();
  readonly #listeners = new Set<(id: string, event: TargetEvent) => void>();
  #turn = 0;

  constructor(
    /** The port of the instances that requests go to. */
    readonly port: number,
    private readonly healthCheck: HealthCheck,
  ) {}

  register(target: Target): void {
    const registered: RegisteredTarget = { ...target, state: "initial", contrary: 0 };
    this.#targets.set(target.id, registered);
    void this.#check(registered);
  }

  deregister(id: string): void {
    const target = this.#targets.get(id);
    if (!target) return;
    clearTimeout(target.timer);
    this.#targets.delete(id);
    this.#emit(id, "gone");
  }

  /** A healthy target, each in its turn. */
  pick(): Target | undefined {
    const healthy = [...this.#targets.values()].filter((target) => target.state === "healthy");
    this.#turn += 1;
    return healthy[this.#turn % healthy.length];
  }

  /**
   * Calls back whenever a target becomes healthy or unhealthy, or goes.
   *
   * @returns what ends it.
   */
  onChange(listener: (id: string, event: TargetEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when a target becomes healthy. Rejects when it goes or is not healthy in time, saying what was wrong. */
  whenHealthy(id: string, timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (problem?: string) => {
        clearTimeout(timer);
        forget();
        if (problem === undefined) resolve();
        else reject(new Error(problem));
      };
      const timer = setTimeout(
        () => settle(`it is not healthy after ${timeoutMs / 1000} s (${this.reason(id) ?? "no answer yet"})`),
        timeoutMs,
      );
      const forget = this.onChange((changed, event) => {
        if (changed !== id) return;
        if (event === "healthy") settle();
        if (event === "gone") settle("it was ended");
      });
    });
  }

  /** What was wrong with a target at its last check. */
  reason(id: string): string | undefined {
    return this.#targets.get(id)?.reason;
  }

  close(): void {
    for (const id of this.#targets.keys()) this.deregister(id);
  }

  async #check(target: RegisteredTarget): Promise<void> {
    const reason = await checkHealth(target, this.healthCheck);
    if (this.#targets.get(target.id) !== target) return;
    target.reason = reason;
    this.#judge(target, reason === undefined);
    const intervalMs = target.state === "initial" ? initialIntervalMs : this.healthCheck.intervalMs;
    target.timer = setTimeout(() => void this.#check(target), intervalMs);
  }

  #judge(target: RegisteredTarget, good: boolean): void {
    if (target.state === "initial") {
      // A new target that is not up yet stays "initial": whoever started it decides how long to wait.
      if (good) this.#change(target, true);
      return;
    }
    if (good === (target.state === "healthy")) {
      target.contrary = 0;
      return;
    }
    target.contrary += 1;
    const { healthyThreshold, unhealthyThreshold } = this.healthCheck;
    if (target.contrary >= (good ? healthyThreshold : unhealthyThreshold)) this.#change(target, good);
  }

  #change(target: RegisteredTarget, healthy: boolean): void {
    target.state = healthy ? "healthy" : "unhealthy";
    target.contrary = 0;
    this.#emit(target.id, target.state);
  }

  #emit(id: string, event: TargetEvent): void {
    for (const listener of this.#listeners) listener(id, event);
  }
}
