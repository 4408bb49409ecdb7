import type { Props } from "../service";
import type { S3Store } from "./s3-store";

const dayMs = 86_400_000;

/** Deletes what the buckets' rules say is too old at `now` (ms since the epoch); the answer is how many objects. */
export function sweepExpiredObjects(store: S3Store, now: number): number {
  let count = 0;
  for (const { name, settings } of store.buckets.all()) {
    const rules = (settings.lifecycle?.rules ?? []) as Props[];
    for (const { status, filter, expiration } of rules) {
      if (status !== "Enabled" || expiration?.days === undefined) continue;
      count += sweepPrefix(store, name, filter?.prefix ?? "", expiration.days, now);
    }
  }
  return count;
}

function sweepPrefix(store: S3Store, bucket: string, prefix: string, days: number, now: number): number {
  let count = 0;
  for (let key = "", object; (object = store.objects.next(bucket, key, prefix));) {
    key = object.key;
    if (expiryOf(Date.parse(object.modifiedAt), days) > now) continue;
    store.deleteObject(bucket, key);
    count++;
  }
  return count;
}

/** S3 counts whole days and goes on to the next midnight, UTC. */
function expiryOf(modifiedAt: number, days: number): number {
  return Math.ceil((modifiedAt + days * dayMs) / dayMs) * dayMs;
}
