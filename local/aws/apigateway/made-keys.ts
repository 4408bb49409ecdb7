import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ApiDefinition } from "./api-definition";

/** An API key that was made by a call, not by the program. */
export interface MadeKey {
  id: string;
  name?: string;
  value: string;
  enabled: boolean;
  /** Seconds since 1970. */
  createdDate: number;
}

/** A usage plan's key. */
export interface MadePlanKey {
  keyId: string;
  usagePlanId: string;
}

/**
 * Keys and plans' keys that calls have made. They are part of the definition like the program's own, and in a file,
 * since the program does not make them again at the next start.
 */
export class MadeKeys {
  readonly #file: string;
  readonly #keys: MadeKey[] = [];
  readonly #planKeys: MadePlanKey[] = [];

  constructor(
    private readonly definition: ApiDefinition,
    folder: string,
  ) {
    this.#file = join(folder, "made-keys.json");
    if (!existsSync(this.#file)) return;
    const { keys, planKeys } = JSON.parse(readFileSync(this.#file, "utf8"));
    for (const key of keys) this.#take(key);
    for (const planKey of planKeys) this.#takePlanKey(planKey);
  }

  addKey(key: MadeKey): void {
    this.#take(key);
    this.#write();
  }

  addPlanKey(planKey: MadePlanKey): void {
    this.#takePlanKey(planKey);
    this.#write();
  }

  /** One of the program's own comes back at the next start. */
  removePlanKey({ keyId, usagePlanId }: MadePlanKey): void {
    this.definition.usagePlanKeys.delete(`${usagePlanId}/${keyId}`);
    const place = this.#planKeys.findIndex((one) => one.keyId === keyId && one.usagePlanId === usagePlanId);
    if (place >= 0) this.#planKeys.splice(place, 1);
    this.#write();
  }

  #take(key: MadeKey): void {
    this.#keys.push(key);
    this.definition.apiKeys.set(key.id, key);
  }

  #takePlanKey(planKey: MadePlanKey): void {
    this.#planKeys.push(planKey);
    const { keyId, usagePlanId } = planKey;
    this.definition.usagePlanKeys.set(`${usagePlanId}/${keyId}`, { ...planKey, keyType: "API_KEY" });
  }

  /** Under another name first: a file that is half written would be no file at all. */
  #write(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify({ keys: this.#keys, planKeys: this.#planKeys }));
    renameSync(`${this.#file}.new`, this.#file);
  }
}
