import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** What may be done to some partitions of the table. */
export function tableStatement(
  tableArn: pulumi.Input<string>,
  Sid: string,
  operations: string[],
  ...partitionKeys: string[]
): aws.iam.PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Action: operations.map((operation) => `dynamodb:${operation}`),
    Resource: [tableArn],
    Condition: onlyPartitions(...partitionKeys),
  };
}

/** The authorizer reads keys and nobody's conversations; the others read conversations and nobody's key. */
export function onlyPartitions(...partitionKeys: string[]): Record<string, Record<string, string[]>> {
  return { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": partitionKeys } };
}
