import type { Ec2Service } from "../ec2/ec2-service";
import type { Instance } from "../ec2/instance";
import type { TargetGroup } from "../elb/target-group";

export interface AutoScalingGroupOptions {
  name: string;
  desiredCapacity: number;
  launchTemplate: { id: string; version: string };
  targetGroups: TargetGroup[];
  /** Replace an instance that a target group finds unhealthy. */
  replaceUnhealthy: boolean;
  ec2: Ec2Service;
  /** How long an instance may take from its boot until it is healthy. */
  startTimeoutMs: number;
  /** Says something to the person at the terminal. */
  warn(message: string): void;
}

/** How long to wait after a replacement that did not come up. */
const retryDelayMs = 10_000;

/** Keeps as many instances running as wanted. */
export class AutoScalingGroup {
  readonly #instances = new Map<string, Instance>();
  #retry?: NodeJS.Timeout;
  #stopped = false;

  constructor(private readonly options: AutoScalingGroupOptions) {
    for (const group of options.targetGroups) {
      group.onChange((id, event) => {
        if (event === "unhealthy" && options.replaceUnhealthy) void this.#replace(id, group.reason(id));
      });
    }
  }

  /** Resolves when all instances are healthy; rejects with the last lines of one that is not in time. */
  async start(): Promise<void> {
    const launches = Array.from({ length: this.options.desiredCapacity }, () => this.#launch());
    await Promise.all(launches);
  }

  /** Ends the keeping and the instances. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await Promise.all([...this.#instances.values()].map((instance) => this.#end(instance)));
  }

  async #launch(): Promise<void> {
    const { name, ec2, launchTemplate, targetGroups } = this.options;
    const instance = await ec2.launch(launchTemplate.id, launchTemplate.version);
    if (this.#stopped) throw new Error(`${name} was stopped while its instance booted.`);
    this.#instances.set(instance.id, instance);
    try {
      await Promise.all(
        targetGroups.map((group) => becomeHealthy(instance, group, this.options.startTimeoutMs)),
      );
    } catch (error) {
      const lines = instance.lastLines.map((line) => `\n  ${line}`).join("") || " nothing";
      await this.#end(instance);
      const problem = (error as Error).message;
      throw new Error(`Instance ${instance.id} of ${name}: ${problem}. It wrote last:${lines}`, {
        cause: error,
      });
    }
  }

  async #replace(id: string, reason = "unhealthy"): Promise<void> {
    const instance = this.#instances.get(id);
    if (!instance || this.#stopped) return;
    this.options.warn(`Instance ${id} of ${this.options.name} is replaced: ${reason}`);
    try {
      await this.#end(instance);
    } catch (error) {
      this.options.warn(`Instance ${id} did not end well: ${(error as Error).message}`);
    }
    await this.#launchUntilHealthy();
  }

  async #end(instance: Instance): Promise<void> {
    this.#instances.delete(instance.id);
    for (const group of this.options.targetGroups) group.deregister(instance.id);
    await this.options.ec2.terminate(instance);
  }

  async #launchUntilHealthy(): Promise<void> {
    if (this.#stopped) return;
    try {
      await this.#launch();
    } catch (error) {
      if (this.#stopped) return;
      this.options.warn((error as Error).message);
      this.#retry = setTimeout(() => void this.#launchUntilHealthy(), retryDelayMs);
    }
  }
}

async function becomeHealthy(instance: Instance, group: TargetGroup, timeoutMs: number): Promise<void> {
  group.register({ id: instance.id, ...instance.address(group.port) });
  await group.whenHealthy(instance.id, timeoutMs);
}
