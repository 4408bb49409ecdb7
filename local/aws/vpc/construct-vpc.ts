import type { RegisterChild } from "../../engine/backend";
import { reference } from "../../engine/wire";
import type { Place, Props } from "../service";
import { type SubnetPlace, layOutSubnets } from "./subnet-layout";

/**
 * `awsx:ec2:Vpc`, a remote component: registers the resources that awsx would, and answers with its outputs.
 * Throws for an argument that is not supported, naming it.
 */
export async function constructVpc(
  place: Place,
  name: string,
  inputs: Props,
  register: RegisterChild,
): Promise<Props> {
  const { cidrBlock = "10.0.0.0/16", zones, specs, settings } = readInputs(inputs);
  const vpc = await register("aws:ec2/vpc:Vpc", name, { cidrBlock, ...settings });
  const gateway = await register("aws:ec2/internetGateway:InternetGateway", name, { vpcId: vpc.id }, vpc.urn);
  const layout = layOutSubnets(cidrBlock, zones, specs);
  const subnets = await Promise.all(
    layout.map(async (subnet) => ({
      type: subnet.type,
      id: await registerSubnet(place, name, { vpc, gatewayId: gateway.id }, subnet, register),
    })),
  );
  const idsOf = (type: string) => subnets.filter((subnet) => subnet.type === type).map((subnet) => subnet.id);
  return {
    vpc: reference(vpc.urn, vpc.id),
    vpcId: vpc.id,
    internetGateway: reference(gateway.urn, gateway.id),
    publicSubnetIds: idsOf("public"),
    isolatedSubnetIds: idsOf("isolated"),
    privateSubnetIds: [],
    natGateways: [],
    eips: [],
    vpcEndpoints: [],
  };
}

function readInputs(inputs: Props) {
  const {
    cidrBlock,
    numberOfAvailabilityZones: zones = 3,
    natGateways,
    subnetStrategy,
    subnetSpecs,
    enableDnsHostnames,
    enableDnsSupport,
    tags,
    ...others
  } = inputs;
  const [other] = Object.keys(others);
  if (other) throw new Error(`awsx.ec2.Vpc: the argument "${other}" is not supported by the embedded cloud.`);
  if (natGateways?.strategy !== "None")
    throw new Error('awsx.ec2.Vpc: natGateways.strategy has to be "None".');
  if (subnetStrategy !== "Auto") throw new Error('awsx.ec2.Vpc: subnetStrategy has to be "Auto".');
  const specs: { type: string; cidrMask: number }[] = subnetSpecs ?? [];
  for (const { type, cidrMask } of specs) {
    if ((type !== "Public" && type !== "Isolated") || !cidrMask) {
      throw new Error(
        `awsx.ec2.Vpc: a subnet has to be Public or Isolated, with a cidrMask; this is ${type}.`,
      );
    }
  }
  return { cidrBlock, zones, specs, settings: { enableDnsHostnames, enableDnsSupport, tags } };
}

async function registerSubnet(
  place: Place,
  name: string,
  network: { vpc: { urn: string; id: string }; gatewayId: string },
  { type, zone, cidrBlock }: SubnetPlace,
  register: RegisterChild,
): Promise<string> {
  const { vpc, gatewayId } = network;
  const isPublic = type === "public";
  const child = `${name}-${type}-${zone}`;
  const availabilityZone = `${place.region}${"abcdef"[zone - 1]}`;
  const subnet = await register(
    "aws:ec2/subnet:Subnet",
    child,
    { vpcId: vpc.id, cidrBlock, availabilityZone, mapPublicIpOnLaunch: isPublic },
    vpc.urn,
  );
  const table = await register("aws:ec2/routeTable:RouteTable", child, { vpcId: vpc.id }, subnet.urn);
  await register(
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    child,
    { routeTableId: table.id, subnetId: subnet.id },
    table.urn,
  );
  if (isPublic) {
    await register(
      "aws:ec2/route:Route",
      child,
      { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId },
      table.urn,
    );
  }
  return subnet.id;
}
