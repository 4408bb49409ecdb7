import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

import type { Props } from "../aws/service";
import type { ResourceRecord } from "./resource-record";
import { SecretBox } from "./secret-box";
import { isSecret, secret, signatureKey, signatures } from "./wire";

const fileName = "state.json";

/** What is kept of a resource from one run to the next. Outputs are in wire form. */
export type StoredResource = Pick<
  ResourceRecord,
  "urn" | "type" | "id" | "protect" | "retainOnDelete" | "outputs"
>;

/** A stack output. */
export interface StackOutput {
  value: unknown;
  secret: boolean;
}

interface StateFile {
  version: 1;
  resources: StoredResource[];
  /** Secret values are wire secrets. */
  outputs: Props;
}

/**
 * The memory of a stack: `state.json` (mode 0600) in its data folder. In the file, every secret value is encrypted with
 * the key beside it.
 */
export class State {
  private readonly resources = new Map<string, StoredResource>();
  private stackOutputs: Record<string, StackOutput> = {};
  private saving: Promise<void> | undefined;
  private isDirty = false;
  private failure: Error | undefined;

  private constructor(
    private readonly file: string,
    private readonly box: SecretBox,
  ) {}

  /** True when a stack has run with this folder. */
  static exists(folder: string): boolean {
    return existsSync(path.join(folder, fileName));
  }

  /** Reads the state of a folder that exists; a new stack has an empty one. */
  static async open(folder: string): Promise<State> {
    const state = new State(path.join(folder, fileName), await SecretBox.open(folder));
    await state.load();
    return state;
  }

  /** What an earlier run knew under the first of these URNs that it knew. */
  previous(urns: string[]): StoredResource | undefined {
    const known = urns.find((urn) => this.resources.has(urn));
    return known === undefined ? undefined : this.resources.get(known);
  }

  /** Remembers a resource, as the newest, and forgets it under its former names. */
  put(resource: ResourceRecord): void {
    for (const urn of [resource.urn, ...resource.formerUrns]) this.resources.delete(urn);
    const { urn, type, id, protect, retainOnDelete, outputs } = resource;
    this.resources.set(urn, { urn, type, id, protect, retainOnDelete, outputs });
    this.changed();
  }

  remove(urn: string): void {
    this.resources.delete(urn);
    this.changed();
  }

  /** Resources that are not among `urns`, newest first. */
  without(urns: ReadonlySet<string>): StoredResource[] {
    return [...this.resources.values()].toReversed().filter(({ urn }) => !urns.has(urn));
  }

  get outputs(): Readonly<Record<string, StackOutput>> {
    return this.stackOutputs;
  }

  setOutputs(outputs: Record<string, StackOutput>): void {
    this.stackOutputs = outputs;
    this.changed();
  }

  /** Resolves when the file holds all changes; rejects when it could not be written. */
  async flush(): Promise<void> {
    while (this.saving) await this.saving;
    if (this.failure) throw this.failure;
  }

  private async load(): Promise<void> {
    const text = await readFile(this.file, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (text === undefined) return;
    const stored = this.parse(text);
    for (const resource of stored.resources) this.resources.set(resource.urn, resource);
    for (const [name, value] of Object.entries(stored.outputs)) {
      this.stackOutputs[name] = isSecret(value)
        ? { value: value.value, secret: true }
        : { value, secret: false };
    }
  }

  private parse(text: string): StateFile {
    let stored: StateFile;
    try {
      stored = JSON.parse(text) as StateFile;
    } catch (error) {
      throw new Error(`${this.file} is damaged: ${(error as Error).message}`, { cause: error });
    }
    if (stored.version !== 1) throw new Error(`${this.file} was written by another version of this program`);
    return unsealAll(stored, this.box) as StateFile;
  }

  private changed(): void {
    this.isDirty = true;
    this.saving ??= this.save();
  }

  /** Writes until nothing is left to write: changes that come together make one file. */
  private async save(): Promise<void> {
    try {
      while (this.isDirty) {
        this.isDirty = false;
        await writeFile(`${this.file}.new`, this.serialize(), { mode: 0o600 });
        await rename(`${this.file}.new`, this.file);
      }
    } catch (error) {
      this.failure = new Error(`${this.file} cannot be written`, { cause: error });
    } finally {
      this.saving = undefined;
    }
  }

  private serialize(): string {
    const outputs = Object.entries(this.stackOutputs).map(([name, output]) => [
      name,
      output.secret ? secret(output.value) : output.value,
    ]);
    const stored: StateFile = {
      version: 1,
      resources: [...this.resources.values()],
      outputs: Object.fromEntries(outputs),
    };
    return JSON.stringify(sealAll(stored, this.box), null, 2);
  }
}

function sealAll(value: unknown, box: SecretBox): unknown {
  if (isSecret(value)) return { [signatureKey]: signatures.secret, ciphertext: box.seal(value.value) };
  return walk(value, (element) => sealAll(element, box));
}

function unsealAll(value: unknown, box: SecretBox): unknown {
  if (isSecret(value)) return secret(box.unseal(value.ciphertext));
  return walk(value, (element) => unsealAll(element, box));
}

function walk(value: unknown, change: (element: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(change);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, change(element)]));
}
