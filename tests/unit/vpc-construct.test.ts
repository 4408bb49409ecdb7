import { describe, expect, it } from "vitest";
import { signatureKey, signatures } from "../../local/engine/wire";
import type { Props } from "../../local/aws/service";
import { constructVpc } from "../../local/aws/vpc/construct-vpc";

const place = { accountId: "123456789012", region: "us-east-1" };
const inputs = {
  cidrBlock: "10.20.0.0/16",
  numberOfAvailabilityZones: 2,
  natGateways: { strategy: "None" },
  enableDnsHostnames: true,
  subnetStrategy: "Auto",
  subnetSpecs: [
    { type: "Public", cidrMask: 24 },
    { type: "Isolated", cidrMask: 24 },
  ],
};

/** Keeps what is registered, with ids made of type and name. */
function recorder() {
  const registered: { type: string; name: string; inputs: Props; parent?: string }[] = [];
  const register = async (type: string, name: string, inputs: Props, parent?: string) => {
    registered.push({ type, name, inputs, parent });
    const id = `${type.split(":").pop()}/${name}`;
    return { urn: `urn:${id}`, id, outputs: inputs };
  };
  return { registered, register };
}

describe("constructVpc", () => {
  it("answers with the subnets of both kinds, one for each zone", async () => {
    const { register } = recorder();
    expect(await constructVpc(place, "net", inputs, register)).toMatchObject({
      vpcId: "Vpc/net",
      vpc: { [signatureKey]: signatures.resource, urn: "urn:Vpc/net", id: "Vpc/net" },
      publicSubnetIds: ["Subnet/net-public-1", "Subnet/net-public-2"],
      isolatedSubnetIds: ["Subnet/net-isolated-1", "Subnet/net-isolated-2"],
      privateSubnetIds: [],
      natGateways: [],
    });
  });

  it("divides the network without overlap", async () => {
    const { registered, register } = recorder();
    await constructVpc(place, "net", inputs, register);
    const subnets = registered.filter(({ type }) => type === "aws:ec2/subnet:Subnet");
    expect(subnets.map(({ name, inputs }) => [name, inputs.cidrBlock, inputs.availabilityZone])).toEqual([
      ["net-public-1", "10.20.0.0/24", "us-east-1a"],
      ["net-isolated-1", "10.20.1.0/24", "us-east-1a"],
      ["net-public-2", "10.20.2.0/24", "us-east-1b"],
      ["net-isolated-2", "10.20.3.0/24", "us-east-1b"],
    ]);
  });

  it("gives only public subnets a route to the internet", async () => {
    const { registered, register } = recorder();
    await constructVpc(place, "net", inputs, register);
    const routes = registered.filter(({ type }) => type === "aws:ec2/route:Route");
    expect(routes.map(({ name, parent }) => [name, parent])).toEqual([
      ["net-public-1", "urn:RouteTable/net-public-1"],
      ["net-public-2", "urn:RouteTable/net-public-2"],
    ]);
  });

  it("refuses what it cannot make, naming it", async () => {
    const { register } = recorder();
    await expect(constructVpc(place, "net", { ...inputs, ipv4IpamPoolId: "x" }, register)).rejects.toThrow(
      'the argument "ipv4IpamPoolId" is not supported',
    );
    await expect(constructVpc(place, "net", { ...inputs, natGateways: {} }, register)).rejects.toThrow(
      'natGateways.strategy has to be "None"',
    );
  });

  it("refuses a network that is too small", async () => {
    const { register } = recorder();
    await expect(
      constructVpc(place, "net", { ...inputs, cidrBlock: "10.20.0.0/23" }, register),
    ).rejects.toThrow("10.20.0.0/23 is too small for 2 zones of these subnets.");
  });
});
