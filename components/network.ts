import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";

/** What a {@link Network} can be told. */
export interface NetworkArgs {
  /**
   * The addresses of the network, as a /16.
   *
   * @default "10.20.0.0/16"
   */
  cidrBlock?: string;
}

/**
 * A VPC over two availability zones, each with a public and an isolated subnet.
 *
 * It has no NAT gateway: one costs more a month than the server itself. The server has a public IPv4 address for
 * its way out instead, and a security group that lets nothing in but the load balancer. The load balancer is in
 * the isolated subnets, which have no route to the internet at all.
 */
export class Network extends pulumi.ComponentResource {
  /** Id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** One subnet per zone, with a route to the internet gateway. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** One subnet per zone, with no route out of the VPC. */
  readonly isolatedSubnetIds: pulumi.Output<string[]>;

  constructor(name: string, args: NetworkArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:Network", name, {}, opts);

    const vpc = new awsx.ec2.Vpc(
      name,
      {
        cidrBlock: args.cidrBlock ?? "10.20.0.0/16",
        // A load balancer wants two zones.
        numberOfAvailabilityZones: 2,
        natGateways: { strategy: awsx.ec2.NatGatewayStrategy.None },
        enableDnsHostnames: true,
        subnetStrategy: awsx.ec2.SubnetAllocationStrategy.Auto,
        subnetSpecs: [
          { type: awsx.ec2.SubnetType.Public, cidrMask: 24 },
          { type: awsx.ec2.SubnetType.Isolated, cidrMask: 24 },
        ],
      },
      { parent: this },
    );

    this.vpcId = vpc.vpcId;
    this.publicSubnetIds = vpc.publicSubnetIds;
    this.isolatedSubnetIds = vpc.isolatedSubnetIds;
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      isolatedSubnetIds: this.isolatedSubnetIds,
    });
  }
}
