import { mkdir, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize } from "node:path";
import type { Credentials, Place } from "../service";
import type { InstanceMetadata } from "./instance-metadata";
import type { UnitProcess } from "./unit-process";

/** The parts of a machine that commands and units work on. */
export interface Machine {
  place: Place;
  /** Where it finds AWS. */
  endpoint: string;
  disk: Disk;
  /** Names of the installed packages. */
  packages: Set<string>;
  metadata: InstanceMetadata;
  /** Running units, by file name: `parley.service`. */
  units: Map<string, UnitProcess>;
  /** What the machine's ports are on this computer. */
  ports: Map<number, number>;
  /** Credentials of the instance profile's role. */
  credentials(): Credentials;
  /** Takes a line of a unit's output. */
  log(unit: string, line: string): void;
  /** What a URL of the cloud is on this computer. */
  localUrl(url: string): string;
}

/** The disk of a machine: a folder, in which its absolute paths are found. */
export class Disk {
  constructor(readonly folder: string) {}

  /** Where a path of the machine is on this computer. `..` does not lead out of the machine. */
  path(path: string): string {
    if (!isAbsolute(path)) throw new Error(`A path on a machine has to be absolute: ${path}`);
    return join(this.folder, normalize(path));
  }

  async write(path: string, content: string, permissions: number): Promise<void> {
    await mkdir(dirname(this.path(path)), { recursive: true });
    await writeFile(this.path(path), content, { mode: permissions });
  }
}
