import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { CloudContext } from "../service";
import { type CloudConfigDocument, parseCloudConfig } from "./cloud-config-document";
import { startInstanceMetadata } from "./instance-metadata";
import type { LaunchTemplate } from "./launch-template";
import { Disk, type Machine } from "./machine";
import { runMachineCommand } from "./machine-command";

/** What an instance needs to boot. */
export interface InstanceOptions {
  context: CloudContext;
  /** `i-` and 17 hex digits. */
  id: string;
  template: LaunchTemplate;
  /** The role of the template's instance profile. */
  roleArn: string;
  /** What a URL of the cloud is on this computer. */
  localUrl(url: string): string;
}

/** Packages that a machine can install, since this computer has what they bring. */
const knownPackages = new Set(["nodejs24"]);

/** A running machine. It has a folder as its disk, and its units are processes of this computer. */
export class Instance {
  readonly #machine: Machine;
  #termination?: Promise<void>;

  private constructor(
    readonly id: string,
    private readonly folder: string,
    machine: Machine,
  ) {
    this.#machine = machine;
  }

  /**
   * Does what the user data says and resolves when that is done; the units may still be starting.
   * Rejects naming the instance, with nothing left running.
   */
  static async boot(options: InstanceOptions): Promise<Instance> {
    const { context, id } = options;
    const folder = join(context.folder("ec2"), id);
    const instance = new Instance(id, folder, await createMachine(options, folder));
    try {
      await runUserData(parseCloudConfig(options.template.userData), instance.#machine);
    } catch (error) {
      await instance.terminate();
      throw new Error(`Instance ${id} cannot boot: ${(error as Error).message}`, { cause: error });
    }
    return instance;
  }

  /** Where something listens on a port of the machine. Throws when no unit has that port. */
  address(port: number): { host: string; port: number } {
    const local = this.#machine.ports.get(port);
    if (local !== undefined) return { host: "127.0.0.1", port: local };
    const ports = [...this.#machine.ports.keys()].join(", ") || "none";
    throw new Error(`Nothing listens on port ${port} of instance ${this.id}; ports of its units: ${ports}.`);
  }

  /** Process ids of the running units. */
  get pids(): number[] {
    return [...this.#machine.units.values()].flatMap((unit) => unit.pid ?? []);
  }

  /** What its units wrote last. */
  get lastLines(): string[] {
    return [...this.#machine.units.values()].flatMap((unit) => unit.lastLines);
  }

  /** Resolves when its processes have ended and its disk is gone. */
  terminate(): Promise<void> {
    this.#termination ??= this.#terminate();
    return this.#termination;
  }

  async #terminate(): Promise<void> {
    await Promise.all([...this.#machine.units.values()].map((unit) => unit.stop()));
    await this.#machine.metadata.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function createMachine(options: InstanceOptions, folder: string): Promise<Machine> {
  const { context, id, roleArn } = options;
  const disk = new Disk(join(folder, "root"));
  await mkdir(disk.folder, { recursive: true });
  const credentials = () => context.iam.issueCredentials(roleArn, id, "ec2.amazonaws.com");
  return {
    place: context.place,
    endpoint: context.endpoint,
    disk,
    packages: new Set(),
    metadata: await startInstanceMetadata({
      ...context.place,
      instanceId: id,
      roleName: roleArn.slice(roleArn.lastIndexOf("/") + 1),
      credentials,
    }),
    units: new Map(),
    ports: new Map(),
    credentials,
    log: (unit, line) => context.log(`/ec2/${unit}`, line),
    localUrl: (url) => options.localUrl(url),
  };
}

/** In cloud-init's order: files first, packages next, commands last. */
async function runUserData(document: CloudConfigDocument, machine: Machine): Promise<void> {
  for (const { path, content, permissions } of document.files) {
    await machine.disk.write(path, content, permissions);
  }
  for (const name of document.packages) {
    if (!knownPackages.has(name)) {
      throw new Error(`The package "${name}" is not known; known are ${[...knownPackages].join(", ")}.`);
    }
    machine.packages.add(name);
  }
  for (const command of document.commands) await runMachineCommand(command, machine);
}
