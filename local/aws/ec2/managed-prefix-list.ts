import type { Place, Props } from "../service";

/** AWS's own prefix lists that programs here ask for, with their ids in us-east-1. */
const ids: Record<string, string> = { "com.amazonaws.global.cloudfront.origin-facing": "pl-3b927c52" };

/** `aws:ec2/getManagedPrefixList:getManagedPrefixList`, by name. Its entries are left out: no packet is filtered here. */
export function getManagedPrefixList(place: Place, args: Props): Props {
  const id = ids[args.name];
  if (!id) throw new Error(`The embedded cloud has no managed prefix list "${args.name}".`);
  return {
    id,
    name: args.name,
    arn: `arn:aws:ec2:${place.region}:aws:prefix-list/${id}`,
    addressFamily: "IPv4",
    entries: [],
    maxEntries: 0,
    ownerId: "AWS",
    region: place.region,
    tags: {},
    version: 1,
  };
}
