import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { uploadPrefix } from "../runtime/adapters/file-keys";

/** What a {@link FileBucket} needs. */
export interface FileBucketArgs {
  /** When false, `pulumi destroy` deletes the bucket with everything in it. */
  deletionProtection: boolean;
}

/**
 * The S3 bucket: long messages under `messages/`, files of conversations under `files/`, what is uploaded and belongs
 * to none yet under `uploads/`, the server's bundle under `server/`.
 *
 * Private, encrypted, TLS only. Versions are kept for 30 days, so that a deletion by mistake can be mended. Browsers
 * may post and read from pages of any origin: what lets them is the form or link, which they get from the API alone,
 * and the page's own origin is not known before the server that is told the bucket.
 */
export class FileBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly bucketArn: pulumi.Output<string>;
  /** Where browsers send files to and fetch them from. */
  readonly bucketUrl: pulumi.Output<string>;

  constructor(name: string, args: FileBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:FileBucket", name, {}, opts);
    const parent = { parent: this };

    const bucket = new aws.s3.Bucket(name, { forceDestroy: !args.deletionProtection }, parent);
    closeToThePublic(name, bucket, parent);
    encrypt(name, bucket, parent);
    keepVersions(name, bucket, parent);
    letBrowsersIn(name, bucket, parent);

    this.bucketName = bucket.bucket;
    this.bucketArn = bucket.arn;
    this.bucketUrl = pulumi.interpolate`https://${bucket.bucketRegionalDomainName}`;
    this.registerOutputs({
      bucketName: this.bucketName,
      bucketArn: this.bucketArn,
      bucketUrl: this.bucketUrl,
    });
  }
}

function closeToThePublic(
  name: string,
  { bucket, arn }: aws.s3.Bucket,
  parent: pulumi.ResourceOptions,
): void {
  const access = new aws.s3.BucketPublicAccessBlock(
    `${name}-access`,
    {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    parent,
  );
  new aws.s3.BucketOwnershipControls(
    `${name}-ownership`,
    { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
    parent,
  );
  new aws.s3.BucketPolicy(
    `${name}-policy`,
    { bucket, policy: tlsOnly(arn) },
    { ...parent, dependsOn: [access] },
  );
}

function encrypt(name: string, { bucket }: aws.s3.Bucket, parent: pulumi.ResourceOptions): void {
  new aws.s3.BucketServerSideEncryptionConfiguration(
    `${name}-encryption`,
    { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }] },
    parent,
  );
}

function keepVersions(name: string, { bucket }: aws.s3.Bucket, parent: pulumi.ResourceOptions): void {
  const versioning = new aws.s3.BucketVersioning(
    `${name}-versioning`,
    { bucket, versioningConfiguration: { status: "Enabled" } },
    parent,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    {
      bucket,
      rules: [
        {
          id: "sweep",
          status: "Enabled",
          filter: { prefix: "" },
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          // The mark that a deletion leaves, once there is nothing below it any more.
          expiration: { expiredObjectDeleteMarker: true },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
        {
          id: "unused-uploads",
          status: "Enabled",
          filter: { prefix: uploadPrefix },
          expiration: { days: 1 },
          // What was moved into a conversation has left a version here.
          noncurrentVersionExpiration: { noncurrentDays: 1 },
        },
      ],
    },
    { ...parent, dependsOn: [versioning] },
  );
}

function letBrowsersIn(name: string, { bucket }: aws.s3.Bucket, parent: pulumi.ResourceOptions): void {
  const rule = {
    allowedOrigins: ["*"],
    allowedMethods: ["GET", "POST"],
    allowedHeaders: ["*"],
    exposeHeaders: ["Content-Disposition", "ETag"],
    maxAgeSeconds: 3600,
  };
  new aws.s3.BucketCorsConfiguration(`${name}-cors`, { bucket, corsRules: [rule] }, parent);
}

function tlsOnly(bucketArn: pulumi.Output<string>): aws.iam.PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        // A deny wants the wildcard that an allow may not have: nothing at all without TLS.
        Action: ["s3:*"],
        Resource: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  };
}
