import { physicalName } from "../physical-name";
import type { CloudContext, ResourceProvider } from "../service";

/** `aws:rds/subnetGroup:SubnetGroup`: a name for subnets. Nothing here is in a network. */
export function subnetGroupResource({ place }: CloudContext): ResourceProvider {
  return {
    async create(registration) {
      const name = physicalName(registration);
      const arn = `arn:aws:rds:${place.region}:${place.accountId}:subgrp:${name}`;
      return { id: name, outputs: { name, arn } };
    },
  };
}
