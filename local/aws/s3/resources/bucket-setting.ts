import type { ResourceProvider } from "../../service";
import type { S3Store } from "../s3-store";

/** What a bucket can be told by resources beside it. Here `cors`, `policy` and
 * what `lifecycle` says of old objects act; the others are kept as they were given. */
export type BucketSettingKind =
  | "cors"
  | "encryption"
  | "lifecycle"
  | "ownershipControls"
  | "policy"
  | "publicAccessBlock"
  | "versioning";

/** A resource that configures one side of a bucket. */
export function bucketSetting(store: S3Store, kind: BucketSettingKind): ResourceProvider {
  return {
    async create({ inputs }) {
      const bucket = store.bucket(inputs.bucket);
      store.buckets.put({ ...bucket, settings: { ...bucket.settings, [kind]: inputs } });
      return { id: bucket.name, outputs: {} };
    },
    async delete(id) {
      const bucket = store.buckets.get(id);
      if (!bucket) return;
      const { [kind]: _, ...settings } = bucket.settings;
      store.buckets.put({ ...bucket, settings });
    },
  };
}
