import type { CloudService, Place } from "./service";

/** Functions of the AWS provider that belong to no service: which account, region and partition this is. */
export function accountFunctions({ accountId, region }: Place): NonNullable<CloudService["functions"]> {
  const arn = `arn:aws:iam::${accountId}:user/parley`;
  return {
    "aws:index/getRegion:getRegion": async () => ({
      id: region,
      name: region,
      region,
      description: "The embedded cloud",
      endpoint: `ec2.${region}.amazonaws.com`,
    }),
    "aws:index/getCallerIdentity:getCallerIdentity": async () => ({
      id: accountId,
      accountId,
      arn,
      userId: "AIDAPARLEY",
    }),
    "aws:index/getPartition:getPartition": async () => ({
      id: "aws",
      partition: "aws",
      dnsSuffix: "amazonaws.com",
      reverseDnsPrefix: "com.amazonaws",
    }),
  };
}
