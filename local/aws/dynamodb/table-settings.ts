import { calledBack } from "./called-back";
import type { SubDb } from "./dynalite";
import type { Engine } from "./engine";

/** What dynalite does not keep of a table. */
export interface Settings {
  deletionProtection?: boolean;
  pointInTimeRecovery?: boolean;
  /** The attribute with the time to live, while it is enabled. */
  timeToLiveAttribute?: string;
}

/** Settings by table name, kept beside dynalite's own records. */
export class TableSettings {
  readonly #records: SubDb;

  constructor(private readonly engine: Engine) {
    this.#records = engine.records("settings");
  }

  async get(table: string): Promise<Settings> {
    return (await this.engine.read(this.#records, table)) ?? {};
  }

  /** For work that runs alone: see `AtomicWrites`. */
  async change(table: string, changes: Settings): Promise<Settings> {
    const settings = { ...(await this.get(table)), ...changes };
    await calledBack<void>((done) => this.#records.put(table, settings, done));
    return settings;
  }

  async forget(table: string): Promise<void> {
    await calledBack<void>((done) => this.#records.del(table, done));
  }
}
