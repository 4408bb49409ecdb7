import type { DatabaseSync } from "node:sqlite";

import type { Props } from "../service";

export interface BucketRecord {
  name: string;
  /** ISO 8601. */
  createdAt: string;
  /** Inputs of the resources that configure it, by kind: `cors`, `versioning`. */
  settings: Record<string, Props>;
}

/** Which buckets exist and how they are configured. */
export class BucketIndex {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    database.exec(
      "create table if not exists bucket (name text primary key, created_at text, settings text) without rowid",
    );
    this.#database = database;
  }

  get(name: string): BucketRecord | undefined {
    const row = this.#database.prepare("select * from bucket where name = ?").get(name);
    return row && toRecord(row);
  }

  all(): BucketRecord[] {
    return this.#database.prepare("select * from bucket order by name").all().map(toRecord);
  }

  put(bucket: BucketRecord): void {
    this.#database
      .prepare("insert or replace into bucket values (?, ?, ?)")
      .run(bucket.name, bucket.createdAt, JSON.stringify(bucket.settings));
  }

  delete(name: string): void {
    this.#database.prepare("delete from bucket where name = ?").run(name);
  }
}

function toRecord(row: Record<string, unknown>): BucketRecord {
  return {
    name: String(row.name),
    createdAt: String(row.created_at),
    settings: JSON.parse(String(row.settings)),
  };
}
