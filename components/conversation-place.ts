import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Database, databaseStatements } from "./aurora-store";
import { lambdaBundle } from "./bundles";
import { onlyPartitions, tableStatement } from "./table-statement";

/** Where conversations lie. */
export interface ConversationPlace {
  tableArn: pulumi.Output<string>;
  bucketArn: pulumi.Output<string>;
  /** @default - they lie in the table, the longest messages in the bucket */
  database?: Database;
}

/** What a function does with the table. */
export interface TableUse {
  /** When conversations lie in it. */
  conversations: string[];
  /** When they lie in the database: what is counted, and records of files, lie in the table all the same. */
  counted: string[];
  /** How it uses the database. @default "one by one" */
  together?: "one by one" | "in transactions";
  /** Names of indices that it reads. @default - none */
  indices?: string[];
}

/** What a function may do to conversations and to what is counted of their owners. */
export function storeStatements(place: ConversationPlace, use: TableUse): aws.iam.PolicyStatement[] {
  const { tableArn, bucketArn, database } = place;
  if (database)
    return [
      tableStatement(tableArn, "Counted", use.counted, "U#*"),
      ...databaseStatements(database, use.together ?? "one by one"),
    ];
  const indices = (use.indices ?? []).map((index) => pulumi.interpolate`${tableArn}/index/${index}`);
  return [
    {
      Sid: "Conversations",
      Effect: "Allow",
      Action: use.conversations.map((operation) => `dynamodb:${operation}`),
      Resource: [tableArn, ...indices],
      Condition: onlyPartitions("U#*", "M#*"),
    },
    {
      Sid: "LongMessages",
      Effect: "Allow",
      Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
      Resource: [pulumi.interpolate`${bucketArn}/messages/*`],
    },
  ];
}

/** The bundle that knows where conversations lie: what uses the table carries nothing of the database. */
export function placedBundle(
  name: "chat" | "openai" | "conversations" | "files",
  database: Database | undefined,
): string {
  return lambdaBundle(database ? `${name}-aurora` : name);
}
