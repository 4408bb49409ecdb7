import { describe, expect, it } from "vitest";
import type { Props } from "../../local/aws/service";
import { resourceOf } from "./registrations";

describe("The table", () => {
  const { inputs } = resourceOf("aws:dynamodb/table:Table");

  it("can be restored to any second, and forgets what has expired", () => {
    expect(inputs.pointInTimeRecovery).toEqual({ enabled: true });
    expect(inputs.ttl).toEqual({ attributeName: "expiresAt", enabled: true });
  });

  it("cannot be deleted by mistake", () => {
    expect(inputs.deletionProtectionEnabled).toBe(true);
  });

  it("costs nothing while nobody chats", () => {
    expect(inputs.billingMode).toBe("PAY_PER_REQUEST");
  });
});

describe("The bucket", () => {
  it("is closed to the public in all four ways", () => {
    const { inputs } = resourceOf("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
    expect(inputs).toMatchObject({
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  it("is encrypted and keeps what was overwritten for 30 days", () => {
    const encryption = resourceOf(
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    );
    expect(encryption.inputs.rules[0].applyServerSideEncryptionByDefault.sseAlgorithm).toBe("AES256");
    const [rule] = resourceOf("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs
      .rules;
    expect(rule.noncurrentVersionExpiration).toEqual({ noncurrentDays: 30 });
  });

  it("forgets after a day what was uploaded and never used, and nothing else of what is there", () => {
    const { rules } = resourceOf("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs;
    const expiring = (rules as Props[]).filter(({ expiration }) => expiration.days !== undefined);
    expect(expiring.map(({ filter, expiration }) => [filter, expiration])).toEqual([
      [{ prefix: "uploads/" }, { days: 1 }],
    ]);
  });

  it("refuses what does not come over TLS", () => {
    const { policy } = resourceOf("aws:s3/bucketPolicy:BucketPolicy").inputs;
    expect(policy.Statement).toEqual([
      expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    ]);
  });

  it("keeps its objects when the stack is destroyed", () => {
    expect(resourceOf("aws:s3/bucket:Bucket").inputs.forceDestroy).toBe(false);
  });
});
