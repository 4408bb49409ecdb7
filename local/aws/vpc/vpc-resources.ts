import { recordedResource } from "../ec2/recorded-resource";
import type { Place, ResourceProvider } from "../service";

/** What an awsx Vpc is made of. Packets find their way without it here; programs and tests read its ids. */
export function vpcResources(place: Place): Record<string, ResourceProvider> {
  const described = (type: string) => (id: string) => ({
    arn: `arn:aws:ec2:${place.region}:${place.accountId}:${type}/${id}`,
    ownerId: place.accountId,
  });
  return {
    "aws:ec2/vpc:Vpc": recordedResource("vpc", described("vpc")),
    "aws:ec2/subnet:Subnet": recordedResource("subnet", described("subnet")),
    "aws:ec2/internetGateway:InternetGateway": recordedResource("igw", described("internet-gateway")),
    "aws:ec2/routeTable:RouteTable": recordedResource("rtb", described("route-table")),
    "aws:ec2/route:Route": recordedResource("r-rtb"),
    "aws:ec2/routeTableAssociation:RouteTableAssociation": recordedResource("rtbassoc"),
  };
}
