import { type Access, AwsError, type Iam, type Principal } from "../service";
import { s3Error } from "./s3-error";

/** Asks IAM in S3's terms, and refuses in S3's words. */
export class S3Access {
  readonly #iam: Iam;
  readonly #policyOf: (bucket: string) => unknown;

  constructor(iam: Iam, policyOf: (bucket: string) => unknown) {
    this.#iam = iam;
    this.#policyOf = policyOf;
  }

  /** @throws AccessDenied, also for a request without a signature. */
  require(
    caller: Principal | undefined,
    action: string,
    bucket: string,
    key = "",
    context?: Access["context"],
  ): void {
    if (!caller) throw s3Error("AccessDenied", "Access Denied");
    try {
      const resourcePolicy = this.#policyOf(bucket);
      const access = { action: `s3:${action}`, resource: s3Arn(bucket, key), context, resourcePolicy };
      this.#iam.authorize(caller, [access]);
    } catch (error) {
      if (!isDenial(error)) throw error;
      throw s3Error("AccessDenied", error.message);
    }
  }

  /** Who may not list a bucket is not told either whether a key of it exists. */
  missingKey(caller: Principal | undefined, bucket: string, key: string): AwsError {
    try {
      this.require(caller, "ListBucket", bucket, "", { "s3:prefix": key });
    } catch (error) {
      if (isDenial(error)) return error;
      throw error;
    }
    return s3Error("NoSuchKey", "The specified key does not exist.", { Key: key });
  }
}

export function s3Arn(bucket: string, key = ""): string {
  return `arn:aws:s3:::${bucket}${key && `/${key}`}`;
}

/** `AccessDenied` in some protocols, `AccessDeniedException` in others. */
function isDenial(error: unknown): error is AwsError {
  return error instanceof AwsError && error.code.startsWith("AccessDenied");
}
