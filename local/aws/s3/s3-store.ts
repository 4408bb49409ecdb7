import { randomUUID } from "node:crypto";
import { mkdirSync, openSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";

import { BucketIndex, type BucketRecord } from "./bucket-index";
import { ObjectIndex } from "./object-index";
import type { ObjectRecord } from "./object-record";
import { s3Error } from "./s3-error";
import { UploadIndex } from "./upload-index";

/**
 * Buckets, objects and uploads of one embedded cloud: an index in SQLite, bytes in files. A file is whole before the
 * index names it, so that a crash leaves at most files nobody names, which the next start removes.
 */
export class S3Store {
  readonly buckets: BucketIndex;
  readonly objects: ObjectIndex;
  readonly uploads: UploadIndex;
  readonly #database: DatabaseSync;
  readonly #blobFolder: string;
  readonly #removals = new Set<Promise<void>>();

  constructor(folder: string) {
    this.#blobFolder = path.join(folder, "blobs");
    mkdirSync(this.#blobFolder, { recursive: true });
    this.#database = new DatabaseSync(path.join(folder, "index.sqlite"));
    this.#database.exec("pragma journal_mode = wal; pragma synchronous = normal");
    this.buckets = new BucketIndex(this.#database);
    this.objects = new ObjectIndex(this.#database);
    this.uploads = new UploadIndex(this.#database);
    this.#removeOrphans();
  }

  /** @throws NoSuchBucket */
  bucket(name: string): BucketRecord {
    const bucket = this.buckets.get(name);
    if (!bucket) {
      throw s3Error("NoSuchBucket", "The specified bucket does not exist", { BucketName: name });
    }
    return bucket;
  }

  /** The name of a blob that is not there yet. */
  newBlob(): string {
    return randomUUID();
  }

  blobPath(blob: string): string {
    return path.join(this.#blobFolder, blob);
  }

  /** Opened at once, so that an overwrite or a deletion meanwhile does not take the bytes away from the reader. */
  openBlob(blob: string): number {
    return openSync(this.blobPath(blob), "r");
  }

  removeBlob(blob: string): void {
    const removal = rm(this.blobPath(blob), { force: true })
      // What could not be removed now is an orphan at the next start.
      .catch(() => {})
      .finally(() => this.#removals.delete(removal));
    this.#removals.add(removal);
  }

  /** Puts the object in the place of the one before. */
  putObject(object: ObjectRecord): void {
    const before = this.objects.get(object.bucket, object.key);
    this.objects.put(object);
    if (before) this.removeBlob(before.blob);
  }

  deleteObject(bucket: string, key: string): void {
    const object = this.objects.get(bucket, key);
    if (!object) return;
    this.objects.delete(bucket, key);
    this.removeBlob(object.blob);
  }

  /** Forgets an upload and removes its parts. */
  endUpload(uploadId: string): void {
    const parts = this.uploads.parts(uploadId);
    this.uploads.end(uploadId);
    for (const part of parts) this.removeBlob(part.blob);
  }

  /** @throws BucketNotEmpty unless `force` */
  deleteBucket(name: string, force: boolean): void {
    for (let object; (object = this.objects.next(name, ""));) {
      if (!force)
        throw s3Error("BucketNotEmpty", "The bucket you tried to delete is not empty", { BucketName: name });
      this.deleteObject(name, object.key);
    }
    for (const upload of this.uploads.ofBucket(name)) this.endUpload(upload);
    this.buckets.delete(name);
  }

  async close(): Promise<void> {
    await Promise.all(this.#removals);
    this.#database.close();
  }

  #removeOrphans(): void {
    const rows = this.#database.prepare("select blob from object union all select blob from part").all();
    const named = new Set(rows.map((row) => row.blob));
    for (const blob of readdirSync(this.#blobFolder)) if (!named.has(blob)) this.removeBlob(blob);
  }
}
