import type { DatabaseSync, StatementSync } from "node:sqlite";

import type { ObjectRecord } from "./object-record";

interface ObjectRow {
  bucket: string;
  key: string;
  size_bytes: number;
  etag: string;
  modified_at: string;
  blob: string;
  headers: string;
  checksums: string;
}

/** Which objects exist, ordered by the UTF-8 bytes of their keys as S3 orders them. */
export class ObjectIndex {
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #delete: StatementSync;
  readonly #next: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(`
      create table if not exists object (
        bucket text, key text, size_bytes integer, etag text, modified_at text, blob text, headers text,
        checksums text, primary key (bucket, key)
      ) without rowid`);
    this.#get = database.prepare("select * from object where bucket = ? and key = ?");
    this.#put = database.prepare("insert or replace into object values (?, ?, ?, ?, ?, ?, ?, ?)");
    this.#delete = database.prepare("delete from object where bucket = ? and key = ?");
    this.#next = database.prepare(
      "select * from object where bucket = ? and key > ? and key >= ? order by key limit 1",
    );
  }

  get(bucket: string, key: string): ObjectRecord | undefined {
    return record(this.#get.get(bucket, key));
  }

  put(object: ObjectRecord): void {
    this.#put.run(
      object.bucket,
      object.key,
      object.sizeBytes,
      object.etag,
      object.modifiedAt,
      object.blob,
      JSON.stringify(object.headers),
      JSON.stringify(object.checksums),
    );
  }

  delete(bucket: string, key: string): void {
    this.#delete.run(bucket, key);
  }

  /** The first object after `after` whose key begins with `prefix`. */
  next(bucket: string, after: string, prefix = ""): ObjectRecord | undefined {
    const found = record(this.#next.get(bucket, after, prefix));
    return found?.key.startsWith(prefix) ? found : undefined;
  }
}

function record(row: unknown): ObjectRecord | undefined {
  if (!row) return undefined;
  const { size_bytes, modified_at, headers, checksums, ...same } = row as ObjectRow;
  return {
    ...same,
    sizeBytes: size_bytes,
    modifiedAt: modified_at,
    headers: JSON.parse(headers),
    checksums: JSON.parse(checksums),
  };
}
