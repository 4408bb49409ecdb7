import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SiteFile } from "../runtime/contract/site";
import { cloudConfig, serverPort } from "./cloud-config";
import { LoadBalancer } from "./load-balancer";
import { createServiceRole } from "./service-role";

/** What a {@link ChatServer} needs. */
export interface ChatServerArgs {
  /** The VPC of the subnets. */
  vpcId: pulumi.Input<string>;
  /** Where the instance runs: subnets with a route to the internet gateway. */
  publicSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Where the load balancer stands: at least two subnets, in different zones. */
  isolatedSubnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Path of the server's bundle, a gzipped tar archive with `main.js` at its root. A new content is a new server. */
  bundlePath: string;
  /** What the page shows and offers. Another content is a new server, of the same bundle. */
  siteFile: SiteFile;
  /** The bucket that both are put into, under `server/`. */
  bucketName: pulumi.Input<string>;
  /** ARN of that bucket. */
  bucketArn: pulumi.Input<string>;
  /** Where the page may send files to and show images from: the bucket's URL. */
  filesUrl: pulumi.Input<string>;
  /** The API that the server relays to. */
  invokeUrl: pulumi.Input<string>;
  /** Name of the SSM parameter that holds the server's own API key. */
  keyParameterName: pulumi.Input<string>;
  /** ARN of that parameter. */
  keyParameterArn: pulumi.Input<string>;
  /**
   * `key`: people sign in with an API key. `none`: whoever reaches the page is let in.
   *
   * @default "key"
   */
  signIn?: pulumi.Input<"key" | "none">;
  /**
   * Type of the instance. Graviton types (`t4g`, `m8g`, …) get the arm64 image, others the x86_64 one.
   *
   * @default "t4g.small"
   */
  instanceType?: string;
}

/**
 * The machine that serves the chat page: an Auto Scaling group of one behind an internal load balancer.
 *
 * The instance stands in a public subnet because that is the way out that costs least; nothing gets in to it but
 * from the load balancer, and nothing to the load balancer but from CloudFront. It keeps no state: a change of the
 * bundle, of the page's words or of the settings starts a new instance and ends the old one after the new one is healthy.
 */
export class ChatServer extends pulumi.ComponentResource {
  /** The internal load balancer. */
  readonly loadBalancerArn: pulumi.Output<string>;
  /** Its DNS name, known only inside the VPC. */
  readonly loadBalancerDnsName: pulumi.Output<string>;
  /** Name of the Auto Scaling group. */
  readonly autoScalingGroupName: pulumi.Output<string>;

  constructor(name: string, args: ChatServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:ChatServer", name, {}, opts);
    const child = { parent: this };

    const loadBalancer = new LoadBalancer(
      `${name}-alb`,
      { vpcId: args.vpcId, subnetIds: args.isolatedSubnetIds, targetPort: serverPort },
      child,
    );
    const files = { bundle: createBundle(name, args, child), siteFile: createSiteFile(name, args, child) };
    const { instanceProfile, policy } = createInstanceProfile(name, args, files, child);
    const launchTemplate = createLaunchTemplate(
      name,
      args,
      { instanceProfile, securityGroup: loadBalancer.targetSecurityGroupId, files },
      child,
    );
    const group = createGroup(name, args, launchTemplate, loadBalancer.targetGroupArn, {
      ...child,
      // An instance fetches its packages and its files as soon as it boots: the rules and rights must stand by then.
      dependsOn: [loadBalancer, files.bundle, files.siteFile, policy],
    });

    this.loadBalancerArn = loadBalancer.arn;
    this.loadBalancerDnsName = loadBalancer.dnsName;
    this.autoScalingGroupName = group.name;
    this.registerOutputs({
      loadBalancerArn: this.loadBalancerArn,
      loadBalancerDnsName: this.loadBalancerDnsName,
      autoScalingGroupName: this.autoScalingGroupName,
    });
  }
}

/** What an instance fetches when it boots. Each is named by its content, so that a change is a changed launch template. */
interface ServerFiles {
  bundle: aws.s3.BucketObjectv2;
  siteFile: aws.s3.BucketObjectv2;
}

function createBundle(
  name: string,
  args: ChatServerArgs,
  child: pulumi.CustomResourceOptions,
): aws.s3.BucketObjectv2 {
  return new aws.s3.BucketObjectv2(
    `${name}-bundle`,
    {
      bucket: args.bucketName,
      key: `server/${sha256(readFileSync(args.bundlePath))}.tgz`,
      source: new pulumi.asset.FileAsset(args.bundlePath),
      contentType: "application/gzip",
    },
    child,
  );
}

function createSiteFile(
  name: string,
  args: ChatServerArgs,
  child: pulumi.CustomResourceOptions,
): aws.s3.BucketObjectv2 {
  const content = JSON.stringify(args.siteFile);
  return new aws.s3.BucketObjectv2(
    `${name}-site-file`,
    {
      bucket: args.bucketName,
      key: `server/${sha256(content)}.json`,
      content,
      contentType: "application/json",
    },
    child,
  );
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function createInstanceProfile(
  name: string,
  args: ChatServerArgs,
  { bundle, siteFile }: ServerFiles,
  child: pulumi.CustomResourceOptions,
) {
  const statements: aws.iam.PolicyStatement[] = [
    {
      Sid: "ServerFiles",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [bundle, siteFile].map(({ key }) => pulumi.interpolate`${args.bucketArn}/${key}`),
    },
    { Sid: "OwnKey", Effect: "Allow", Action: ["ssm:GetParameter"], Resource: [args.keyParameterArn] },
  ];
  const { role, policy } = createServiceRole(name, "ec2.amazonaws.com", statements, child);
  const instanceProfile = new aws.iam.InstanceProfile(`${name}-instance-profile`, { role: role.name }, child);
  return { instanceProfile, policy };
}

function createLaunchTemplate(
  name: string,
  args: ChatServerArgs,
  parts: {
    instanceProfile: aws.iam.InstanceProfile;
    securityGroup: pulumi.Input<string>;
    files: ServerFiles;
  },
  child: pulumi.CustomResourceOptions,
): aws.ec2.LaunchTemplate {
  const instanceType = args.instanceType ?? "t4g.small";
  return new aws.ec2.LaunchTemplate(
    name,
    {
      // Found when an instance is launched, so that a replacement boots the newest image without a deployment.
      imageId: `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture(instanceType)}`,
      instanceType,
      updateDefaultVersion: true,
      iamInstanceProfile: { arn: parts.instanceProfile.arn },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      networkInterfaces: [
        {
          associatePublicIpAddress: "true",
          securityGroups: [parts.securityGroup],
          deleteOnTermination: "true",
        },
      ],
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeSize: 8, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      userData: userDataOf(args, parts.files, child),
    },
    child,
  );
}

/** The cloud-config document, in base64 as a launch template wants it. */
function userDataOf(
  args: ChatServerArgs,
  { bundle, siteFile }: ServerFiles,
  { parent }: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  return pulumi
    .all([
      aws.getRegionOutput({}, { parent }).region,
      args.bucketName,
      bundle.key,
      siteFile.key,
      args.filesUrl,
      args.invokeUrl,
      args.keyParameterName,
      args.signIn ?? "key",
    ])
    .apply(([region, bucket, bundleKey, siteKey, filesUrl, invokeUrl, keyParameterName, signIn]) =>
      cloudConfig({
        region,
        bundle: { bucket, key: bundleKey },
        siteFile: { bucket, key: siteKey },
        filesUrl,
        invokeUrl,
        keyParameterName,
        signIn,
      }),
    )
    .apply((text) => Buffer.from(text).toString("base64"));
}

function architecture(instanceType: string): "arm64" | "x86_64" {
  return /^[a-z]+\d+g/.test(instanceType) ? "arm64" : "x86_64";
}

function createGroup(
  name: string,
  args: ChatServerArgs,
  launchTemplate: aws.ec2.LaunchTemplate,
  targetGroupArn: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): aws.autoscaling.Group {
  return new aws.autoscaling.Group(
    name,
    {
      minSize: 1,
      desiredCapacity: 1,
      // The second place is for the new instance of a refresh.
      maxSize: 2,
      vpcZoneIdentifiers: args.publicSubnetIds,
      // A fixed version: with "$Latest" a changed template would start no refresh.
      launchTemplate: { id: launchTemplate.id, version: launchTemplate.latestVersion.apply(String) },
      targetGroupArns: [targetGroupArn],
      healthCheckType: "ELB",
      healthCheckGracePeriod: 180,
      // The first deployment ends when the page can be opened.
      minElbCapacity: 1,
      // No automatic rollback: the bundle of the version before is gone by then. The old instance serves on anyway
      // until a new one is healthy.
      instanceRefresh: {
        strategy: "Rolling",
        preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 200, instanceWarmup: "60" },
      },
      tags: [{ key: "Name", value: `${pulumi.getProject()}-${pulumi.getStack()}`, propagateAtLaunch: true }],
    },
    opts,
  );
}
