import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { listingIndex } from "../runtime/adapters/dynamo-keys";
import { createFiles, keptFiles, uploads } from "./file-functions";
import { createAuthorizer, createKeys } from "./key-functions";
import { placedBundle, storeStatements } from "./conversation-place";
import { LambdaHandler } from "./lambda-handler";
import { onlyPartitions, tableStatement } from "./table-statement";
import { createChat, createOpenAi, type TurnFunctionsArgs } from "./turn-functions";

/** What {@link ChatFunctions} need. */
export interface ChatFunctionsArgs extends TurnFunctionsArgs {
  /** USD, for estimates of costs. @default - there are none */
  instancePricePerHour?: number;
}

/**
 * The functions of the API, each an inline closure that wires ports and a role that may do just its part.
 *
 * What they wire is `require`d from a bundle of `runtime/lambda`: captured by value, classes with private fields,
 * errors and module state would break without a word.
 */
export class ChatFunctions extends pulumi.ComponentResource {
  /** `POST /chat`. */
  readonly chat: aws.lambda.Function;
  /** OpenAI's protocol, `/v1`. */
  readonly openai: aws.lambda.Function;
  /** Every other route. */
  readonly conversations: aws.lambda.Function;
  /** `/files`. */
  readonly files: aws.lambda.Function;
  /** `/keys` and `/people`. */
  readonly keys: aws.lambda.Function;
  /** Of the role that makes keys: what it may do with usage plans is known when there are some. */
  readonly keysRoleName: pulumi.Output<string>;
  readonly authorizer: aws.lambda.Function;

  constructor(name: string, args: ChatFunctionsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:ChatFunctions", name, {}, opts);
    this.chat = createChat(`${name}-chat`, args, { parent: this });
    this.openai = createOpenAi(`${name}-openai`, args, { parent: this });
    this.conversations = createConversations(`${name}-conversations`, args, { parent: this });
    this.files = createFiles(`${name}-files`, args, { parent: this });
    const keys = createKeys(`${name}-keys`, args, { parent: this });
    this.keys = keys.function;
    this.keysRoleName = keys.roleName;
    this.authorizer = createAuthorizer(`${name}-authorizer`, args, { parent: this });
    this.registerOutputs({
      chat: this.chat,
      openai: this.openai,
      conversations: this.conversations,
      files: this.files,
      keys: this.keys,
      keysRoleName: this.keysRoleName,
      authorizer: this.authorizer,
    });
  }
}

function createConversations(name: string, args: ChatFunctionsArgs, opts: pulumi.ComponentResourceOptions) {
  const { database, tableName, bucketName, tiers, instancePricePerHour } = args;
  const bundle = placedBundle("conversations", database);
  const handler = new LambdaHandler(
    name,
    {
      bundle,
      factory: () => {
        const lambda = require(bundle) as typeof import("../runtime/lambda/conversations");
        const bucket = { bucketName: bucketName.get() };
        const records = lambda.createDynamoFileRecords({ tableName: tableName.get() });
        const bytes = lambda.createS3FileRemoval(bucket);
        const logger = lambda.createJsonLogger();
        const attachments = lambda.createConversationFiles({ records, bytes, clock: Date.now, logger });
        const place = { tableName: tableName.get(), database: database?.get() };
        const files = lambda.createS3FileStore(bucket);
        const { store, presets } = lambda.createStores({ ...place, files, attachments });
        return lambda.createConversations(
          {
            store,
            files: records,
            clock: Date.now,
            newId: lambda.createNewId(),
            presets,
            profiles: lambda.createDynamoProfileStore({ tableName: tableName.get() }),
            usage: lambda.createDynamoUsageStore({ tableName: tableName.get() }),
            logger,
          },
          { tiers, instancePricePerHour },
        );
      },
      statements: conversationStatements(args),
      memorySizeMb: 512,
      timeoutSec: 29,
      logRetentionDays: args.logRetentionDays,
    },
    opts,
  );
  return handler.function;
}

function conversationStatements(args: ChatFunctionsArgs): aws.iam.PolicyStatement[] {
  return [
    ...storeStatements(args, {
      conversations: ["BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"],
      counted: ["DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"],
      together: "in transactions",
      indices: [listingIndex],
    }),
    tableStatement(args.tableArn, "Profiles", ["GetItem"], "OWNER#*"),
    {
      Sid: "EveryonesUsage",
      Effect: "Allow",
      Action: ["dynamodb:Query"],
      Resource: [pulumi.interpolate`${args.tableArn}/index/${listingIndex}`],
      Condition: onlyPartitions("USAGE#*"),
    },
    uploads(args.bucketArn, ["s3:DeleteObject"]),
    keptFiles(args.bucketArn, ["s3:DeleteObject"]),
  ];
}
