import type { DatabaseSync, StatementSync } from "node:sqlite";

import type { ObjectHeaders } from "./object-record";

/** A multipart upload that was begun and not yet completed or aborted. */
export interface UploadRecord {
  id: string;
  bucket: string;
  key: string;
  headers: ObjectHeaders;
  /** ISO 8601. */
  startedAt: string;
}

export interface PartRecord {
  number: number;
  sizeBytes: number;
  /** Hex MD5 of the part. */
  etag: string;
  blob: string;
  modifiedAt: string;
}

interface UploadRow {
  id: string;
  bucket: string;
  key: string;
  headers: string;
  started_at: string;
}

interface PartRow {
  number: number;
  size_bytes: number;
  etag: string;
  blob: string;
  modified_at: string;
}

/** Multipart uploads under way, and their parts. */
export class UploadIndex {
  readonly #database: DatabaseSync;
  readonly #get: StatementSync;
  readonly #parts: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(`
      create table if not exists upload (id text primary key, bucket text, key text, headers text, started_at text);
      create table if not exists part (
        upload text, number integer, size_bytes integer, etag text, blob text, modified_at text,
        primary key (upload, number)
      )`);
    this.#database = database;
    this.#get = database.prepare("select * from upload where id = ? and bucket = ? and key = ?");
    this.#parts = database.prepare("select * from part where upload = ? order by number");
  }

  begin(upload: UploadRecord): void {
    this.#database
      .prepare("insert into upload values (?, ?, ?, ?, ?)")
      .run(upload.id, upload.bucket, upload.key, JSON.stringify(upload.headers), upload.startedAt);
  }

  get(id: string, bucket: string, key: string): UploadRecord | undefined {
    const row = this.#get.get(id, bucket, key) as UploadRow | undefined;
    if (!row) return undefined;
    const { headers, started_at, ...same } = row;
    return { ...same, headers: JSON.parse(headers), startedAt: started_at };
  }

  putPart(uploadId: string, part: PartRecord): void {
    this.#database
      .prepare("insert or replace into part values (?, ?, ?, ?, ?, ?)")
      .run(uploadId, part.number, part.sizeBytes, part.etag, part.blob, part.modifiedAt);
  }

  parts(uploadId: string): PartRecord[] {
    return (this.#parts.all(uploadId) as unknown as PartRow[]).map((row) => ({
      number: row.number,
      sizeBytes: row.size_bytes,
      etag: row.etag,
      blob: row.blob,
      modifiedAt: row.modified_at,
    }));
  }

  /** Forgets the upload and its parts. */
  end(uploadId: string): void {
    this.#database.prepare("delete from part where upload = ?").run(uploadId);
    this.#database.prepare("delete from upload where id = ?").run(uploadId);
  }

  /** Ids of the uploads of a bucket. */
  ofBucket(bucket: string): string[] {
    const rows = this.#database.prepare("select id from upload where bucket = ?").all(bucket);
    return rows.map((row) => String(row.id));
  }
}
