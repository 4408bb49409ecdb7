import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What a {@link LoadBalancer} needs. */
export interface LoadBalancerArgs {
  /** The VPC of the subnets and of the targets. */
  vpcId: pulumi.Input<string>;
  /** Where it stands: at least two subnets, in different zones. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The port that the targets listen on, with `GET /healthz` to ask how they are. */
  targetPort: number;
}

/**
 * An internal load balancer that only CloudFront reaches, and the firewall on both of its sides.
 *
 * It speaks plain HTTP: the way from CloudFront is inside AWS's network, and a certificate would need a domain.
 */
export class LoadBalancer extends pulumi.ComponentResource {
  /** ARN of the load balancer. */
  readonly arn: pulumi.Output<string>;
  /** Its DNS name, known only inside the VPC. */
  readonly dnsName: pulumi.Output<string>;
  /** The group that instances register with. */
  readonly targetGroupArn: pulumi.Output<string>;
  /** The security group for the instances: lets in the load balancer and one another, lets out HTTPS. */
  readonly targetSecurityGroupId: pulumi.Output<string>;

  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:LoadBalancer", name, {}, opts);
    const child = { parent: this };

    const firewall = createFirewall(name, args, child);
    const loadBalancer = new aws.lb.LoadBalancer(
      name,
      {
        internal: true,
        loadBalancerType: "application",
        subnets: args.subnetIds,
        securityGroups: [firewall.ownGroup.id],
        dropInvalidHeaderFields: true,
        // Streams send a comment every 15 s, so that a minute of silence is a dead connection. The server keeps
        // connections longer than that, else it would close some under the load balancer's next request.
        idleTimeout: 60,
      },
      child,
    );
    const targetGroup = createTargetGroup(name, args, child);
    const listener = new aws.lb.Listener(
      `${name}-listener`,
      {
        loadBalancerArn: loadBalancer.arn,
        port: 80,
        protocol: "HTTP",
        defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
      },
      child,
    );

    this.arn = loadBalancer.arn;
    this.dnsName = loadBalancer.dnsName;
    // A target group checks its targets only once a listener sends to it.
    this.targetGroupArn = pulumi.all([targetGroup.arn, listener.arn]).apply(([arn]) => arn);
    this.targetSecurityGroupId = firewall.targetGroup.id;
    this.registerOutputs({
      arn: this.arn,
      dnsName: this.dnsName,
      targetGroupArn: this.targetGroupArn,
      targetSecurityGroupId: this.targetSecurityGroupId,
    });
  }
}

/**
 * CloudFront → load balancer → instance → HTTPS anywhere, and instance → instance, for calls that a Gradio client has
 * under way at another one; nothing else, in no direction.
 */
function createFirewall(name: string, args: LoadBalancerArgs, child: { parent: pulumi.Resource }) {
  const ownGroup = new aws.ec2.SecurityGroup(
    `${name}-security-group`,
    { vpcId: args.vpcId, description: "Parley: from CloudFront to the load balancer" },
    child,
  );
  const targetGroup = new aws.ec2.SecurityGroup(
    `${name}-target-security-group`,
    { vpcId: args.vpcId, description: "Parley: from the load balancer to the chat server" },
    child,
  );
  const cloudFront = aws.ec2.getManagedPrefixListOutput(
    { name: "com.amazonaws.global.cloudfront.origin-facing" },
    child,
  );
  const tcp = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });

  new aws.vpc.SecurityGroupIngressRule(
    `${name}-ingress-rule`,
    { securityGroupId: ownGroup.id, prefixListId: cloudFront.id, ...tcp(80) },
    child,
  );
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-egress-rule`,
    { securityGroupId: ownGroup.id, referencedSecurityGroupId: targetGroup.id, ...tcp(args.targetPort) },
    child,
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-target-ingress-rule`,
    { securityGroupId: targetGroup.id, referencedSecurityGroupId: ownGroup.id, ...tcp(args.targetPort) },
    child,
  );
  const between = {
    securityGroupId: targetGroup.id,
    referencedSecurityGroupId: targetGroup.id,
    ...tcp(args.targetPort),
  };
  new aws.vpc.SecurityGroupIngressRule(`${name}-between-ingress-rule`, between, child);
  new aws.vpc.SecurityGroupEgressRule(`${name}-between-egress-rule`, between, child);
  new aws.vpc.SecurityGroupEgressRule(
    `${name}-target-egress-rule`,
    { securityGroupId: targetGroup.id, cidrIpv4: "0.0.0.0/0", ...tcp(443) },
    child,
  );
  return { ownGroup, targetGroup };
}

function createTargetGroup(name: string, args: LoadBalancerArgs, child: { parent: pulumi.Resource }) {
  return new aws.lb.TargetGroup(
    // Short, because AWS allows 32 characters, eight of which are Pulumi's suffix.
    `${name}-tg`,
    {
      vpcId: args.vpcId,
      targetType: "instance",
      protocol: "HTTP",
      port: args.targetPort,
      // As long as systemd gives the server to end: running replies come to their end.
      deregistrationDelay: 120,
      healthCheck: {
        path: "/healthz",
        matcher: "200",
        interval: 15,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
    },
    child,
  );
}
