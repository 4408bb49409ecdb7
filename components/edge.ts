import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What an {@link Edge} needs. */
export interface EdgeArgs {
  /** The internal load balancer that requests go to. */
  loadBalancerArn: pulumi.Input<string>;
  /** Its DNS name. */
  loadBalancerDnsName: pulumi.Input<string>;
  /**
   * A web ACL (WAF) in front of the page. CloudFront takes only ACLs of us-east-1, scope `CLOUDFRONT`.
   *
   * @default - no web ACL
   */
  webAclArn?: pulumi.Input<string>;
}

const readMethods = ["GET", "HEAD"];
const allMethods = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];

/**
 * The way in: a CloudFront distribution with HTTPS on its own `*.cloudfront.net` domain.
 *
 * It reaches the load balancer through a VPC origin, so that the load balancer has no public address. Nothing is
 * cached but `/assets/*`, whose names carry a hash of their content.
 */
export class Edge extends pulumi.ComponentResource {
  /** Where people open the chat: `https://….cloudfront.net`. */
  readonly chatUrl: pulumi.Output<string>;

  constructor(name: string, args: EdgeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:Edge", name, {}, opts);

    const vpcOrigin = new aws.cloudfront.VpcOrigin(
      `${name}-vpc-origin`,
      {
        vpcOriginEndpointConfig: {
          name: `${pulumi.getProject()}-${pulumi.getStack()}-${name}`,
          arn: args.loadBalancerArn,
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "http-only",
          originSslProtocols: { items: ["TLSv1.2"], quantity: 1 },
        },
      },
      { parent: this },
    );

    const origin = "load-balancer";
    const distribution = new aws.cloudfront.Distribution(
      name,
      {
        enabled: true,
        isIpv6Enabled: true,
        httpVersion: "http2and3",
        priceClass: "PriceClass_100",
        webAclId: args.webAclArn,
        origins: [
          {
            originId: origin,
            domainName: args.loadBalancerDnsName,
            // Also the longest silence within an answer: streams send a comment every 15 s.
            vpcOriginConfig: {
              vpcOriginId: vpcOrigin.id,
              originReadTimeout: 60,
              originKeepaliveTimeout: 60,
            },
          },
        ],
        defaultCacheBehavior: uncached(origin, this),
        orderedCacheBehaviors: [cachedAssets(origin, this)],
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: { cloudfrontDefaultCertificate: true },
      },
      { parent: this },
    );

    this.chatUrl = pulumi.interpolate`https://${distribution.domainName}`;
    this.registerOutputs({ chatUrl: this.chatUrl });
  }
}

// Tells the server also by which protocol the viewer came, which the load balancer overwrites in `x-forwarded-proto`.
const originRequestPolicy = "Managed-AllViewerAndCloudFrontHeaders-2022-06";

/** Passes everything on, the viewer's Host header too. Compression would hold back the pieces of a stream. */
function uncached(
  origin: string,
  parent: pulumi.Resource,
): aws.types.input.cloudfront.DistributionDefaultCacheBehavior {
  const viewer = aws.cloudfront.getOriginRequestPolicyOutput({ name: originRequestPolicy }, { parent });
  return {
    targetOriginId: origin,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: allMethods,
    cachedMethods: readMethods,
    cachePolicyId: cachePolicyId("Managed-CachingDisabled", parent),
    originRequestPolicyId: viewer.apply((policy) => policy.id ?? missing(originRequestPolicy)),
    compress: false,
  };
}

function cachedAssets(
  origin: string,
  parent: pulumi.Resource,
): aws.types.input.cloudfront.DistributionOrderedCacheBehavior {
  return {
    pathPattern: "/assets/*",
    targetOriginId: origin,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: readMethods,
    cachedMethods: readMethods,
    cachePolicyId: cachePolicyId("Managed-CachingOptimized", parent),
    compress: true,
  };
}

function cachePolicyId(name: string, parent: pulumi.Resource): pulumi.Output<string> {
  return aws.cloudfront
    .getCachePolicyOutput({ name }, { parent })
    .apply((policy) => policy.id ?? missing(name));
}

function missing(policy: string): never {
  throw new Error(`CloudFront has no managed policy "${policy}".`);
}
