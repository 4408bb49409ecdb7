import { physicalName } from "../../physical-name";
import type { Place, Props, Registration, ResourceProvider } from "../../service";
import { s3Arn } from "../s3-access";
import { s3Error } from "../s3-error";
import type { S3Store } from "../s3-store";

/** What a bucket takes itself. Anything else has a resource of its own. */
const ownInputs = new Set(["bucket", "forceDestroy", "region", "tags", "tagsAll", "__defaults"]);
const bucketName = /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** `aws.s3.Bucket` */
export function bucketResource(store: S3Store, place: Place): ResourceProvider {
  return {
    async create(registration) {
      refuseUnknown(registration.inputs);
      const name = nameOf(registration);
      const existing = store.buckets.get(name);
      if (!existing) store.buckets.put({ name, createdAt: new Date().toISOString(), settings: {} });
      return { id: name, outputs: outputsOf(name, registration.inputs, place) };
    },
    async delete(id, outputs) {
      store.deleteBucket(id, outputs.forceDestroy === true);
    },
  };
}

function refuseUnknown(inputs: Props): void {
  const unknown = Object.keys(inputs).find((name) => inputs[name] !== undefined && !ownInputs.has(name));
  if (unknown === undefined) return;
  throw s3Error(
    "NotImplemented",
    `aws.s3.Bucket with "${unknown}" is not supported; use the resource made for it.`,
  );
}

/** A bucket's name may hold no capitals, and is the input `bucket` where others have `name`. */
function nameOf(registration: Registration): string {
  const { inputs, name, previous } = registration;
  const physical = physicalName({
    ...registration,
    name: name.toLowerCase(),
    inputs: { name: inputs.bucket },
    previous: previous && { id: previous.id, outputs: { name: previous.id } },
  });
  if (!bucketName.test(physical)) {
    throw s3Error("InvalidBucketName", `"${physical}" is not a valid bucket name.`);
  }
  return physical;
}

function outputsOf(name: string, inputs: Props, { region }: Place): Props {
  return {
    arn: s3Arn(name),
    bucket: name,
    bucketDomainName: `${name}.s3.amazonaws.com`,
    bucketRegion: region,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    forceDestroy: inputs.forceDestroy ?? false,
    region,
    tagsAll: inputs.tagsAll ?? inputs.tags ?? {},
  };
}
