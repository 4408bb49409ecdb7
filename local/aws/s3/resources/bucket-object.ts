import { Readable } from "node:stream";

import { readAsset } from "../../../engine/archive";
import type { Props, ResourceProvider } from "../../service";
import { objectHeaders } from "../object-record";
import { receiveBlob } from "../request-body";
import { s3Arn } from "../s3-access";
import { s3Error } from "../s3-error";
import type { S3Store } from "../s3-store";

/** `aws.s3.BucketObjectv2`: a file of the program, put into a bucket. */
export function bucketObject(store: S3Store): ResourceProvider {
  return {
    async create({ name, inputs, previous }) {
      const bucket = store.bucket(inputs.bucket).name;
      const key: string = inputs.key ?? name;
      const content = await contentOf(inputs);
      const { blob, ...received } = await receiveBlob(store, Readable.from([content]), {});
      const modifiedAt = new Date().toISOString();
      store.putObject({
        bucket,
        key,
        blob,
        ...received,
        modifiedAt,
        headers: objectHeaders(headersOf(inputs)),
      });
      if (previous) removeMoved(store, previous.outputs, bucket, key);
      const { etag } = received;
      return { id: key, outputs: { arn: s3Arn(bucket, key), bucket, key, etag, versionId: "" } };
    },
    async delete(_id, outputs) {
      store.deleteObject(outputs.bucket, outputs.key);
    },
  };
}

/** A relative source is relative to the program's folder, in which the cloud is started. */
async function contentOf(inputs: Props): Promise<Buffer> {
  if (inputs.source !== undefined) return readAsset(inputs.source, process.cwd());
  if (inputs.contentBase64 !== undefined) return Buffer.from(inputs.contentBase64, "base64");
  if (inputs.content !== undefined) return Buffer.from(inputs.content, "utf8");
  throw s3Error("InvalidRequest", "aws.s3.BucketObjectv2 needs source, content or contentBase64.");
}

function headersOf(inputs: Props): Record<string, string | undefined> {
  const metadata = Object.entries((inputs.metadata as Record<string, string> | undefined) ?? {});
  return {
    "content-type": inputs.contentType,
    "cache-control": inputs.cacheControl,
    "content-disposition": inputs.contentDisposition,
    "content-encoding": inputs.contentEncoding,
    "content-language": inputs.contentLanguage,
    ...Object.fromEntries(metadata.map(([name, value]) => [`x-amz-meta-${name.toLowerCase()}`, value])),
  };
}

function removeMoved(store: S3Store, before: Props, bucket: string, key: string): void {
  if (before.bucket === bucket && before.key === key) return;
  if (before.bucket && before.key) store.deleteObject(before.bucket, before.key);
}
