import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { OutOfTime } from "../core/out-of-time";
import type { FileBytes } from "../file-ports";
import { extraKey, fileKey } from "./file-keys";
import { createS3Client } from "./s3-client";

export interface S3FileReadingOptions {
  bucketName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: S3Client;
}

/**
 * What a turn does with files in S3; forms and links, of which it needs none, take much code. To keep a file needs
 * `s3:GetObject` and `s3:DeleteObject` on uploads, `s3:GetObject` and `s3:PutObject` on what is kept; to be told what is
 * missing, `s3:ListBucket`.
 */
export function createS3FileReading({
  bucketName: Bucket,
  // The largest file there may be is copied within S3 in some seconds.
  client = createS3Client(30_000),
}: S3FileReadingOptions): Pick<FileBytes, "sizeOf" | "read" | "keep" | "readExtra" | "writeExtra"> {
  async function get(Key: string, withinMs?: number): Promise<Uint8Array | undefined> {
    const abortSignal = withinMs === undefined ? undefined : AbortSignal.timeout(withinMs);
    try {
      const got = await unlessMissing(client.send(new GetObjectCommand({ Bucket, Key }), { abortSignal }));
      return await got?.Body?.transformToByteArray();
    } catch (error) {
      throw withinMs !== undefined && abortSignal?.aborted ? new OutOfTime(withinMs) : error;
    }
  }
  async function sizeAt(Key: string): Promise<number | undefined> {
    return (await unlessMissing(client.send(new HeadObjectCommand({ Bucket, Key }))))?.ContentLength;
  }

  return {
    sizeOf: (place) => sizeAt(fileKey(place)),
    read: (place, withinMs) => get(fileKey(place), withinMs),
    async keep(owner, id) {
      const from = fileKey({ owner, id, isKept: false });
      const Key = fileKey({ owner, id, isKept: true });
      const copy = new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${from}` });
      // What is kept stays as it is: the form may be posted once more after that. Another mover may be faster.
      const isKept = async () => (await sizeAt(Key)) !== undefined;
      if (!(await isKept()) && !(await unlessMissing(client.send(copy))) && !(await isKept())) return false;
      await client.send(new DeleteObjectCommand({ Bucket, Key: from }));
      return true;
    },
    readExtra: (place, extra, withinMs) => get(extraKey(place, extra), withinMs),
    async writeExtra(place, extra, Body) {
      await client.send(new PutObjectCommand({ Bucket, Key: extraKey(place, extra), Body }));
    },
  };
}

/** Undefined when there is no such object. */
async function unlessMissing<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === 404) return undefined;
    throw error;
  }
}
