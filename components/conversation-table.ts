import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { listingIndex } from "../runtime/adapters/dynamo-keys";

/** What a {@link ConversationTable} needs. */
export interface ConversationTableArgs {
  /** Refuses `pulumi destroy` while it is on. */
  deletionProtection: boolean;
}

/**
 * The one DynamoDB table: conversations, messages, keys.
 *
 * On demand, since a team's chat is idle most of the day. Item layout: `runtime/adapters`.
 */
export class ConversationTable extends pulumi.ComponentResource {
  readonly tableName: pulumi.Output<string>;
  readonly tableArn: pulumi.Output<string>;

  constructor(name: string, args: ConversationTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:ConversationTable", name, {}, opts);

    const table = new aws.dynamodb.Table(
      name,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "pk",
        rangeKey: "sk",
        attributes: [
          { name: "pk", type: "S" },
          { name: "sk", type: "S" },
          { name: "g1pk", type: "S" },
          { name: "g1sk", type: "S" },
        ],
        globalSecondaryIndexes: [
          {
            name: listingIndex,
            projectionType: "ALL",
            keySchemas: [
              { attributeName: "g1pk", keyType: "HASH" },
              { attributeName: "g1sk", keyType: "RANGE" },
            ],
          },
        ],
        ttl: { attributeName: "expiresAt", enabled: true },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: args.deletionProtection,
        serverSideEncryption: { enabled: true },
      },
      { parent: this },
    );

    this.tableName = table.name;
    this.tableArn = table.arn;
    this.registerOutputs({ tableName: this.tableName, tableArn: this.tableArn });
  }
}
