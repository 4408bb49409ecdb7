import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { listingIndex } from "../runtime/adapters/dynamo-keys";
import type { FileLimits } from "../runtime/contract/file";
import type { Tier } from "../runtime/contract/tier";
import { fileReaderBundle } from "./bundles";
import { createFiles, keptFiles, missingFiles, uploads } from "./file-functions";
import { createAuthorizer, createKeys } from "./key-functions";
import type { Database } from "./aurora-store";
import { placedBundle, storeStatements, type TableUse } from "./conversation-place";
import { LambdaHandler } from "./lambda-handler";
import { onlyPartitions, tableStatement } from "./table-statement";

/** What {@link ChatFunctions} need. */
export interface ChatFunctionsArgs {
  tableName: pulumi.Output<string>;
  tableArn: pulumi.Output<string>;
  bucketName: pulumi.Output<string>;
  bucketArn: pulumi.Output<string>;
  endpointName: pulumi.Output<string>;
  endpointArn: pulumi.Output<string>;
  /** Where conversations lie. @default - in the table */
  database?: Database;
  /** Name under which the endpoint serves the model. */
  model: string;
  /** What the model is told first, when the caller says nothing. */
  systemPrompt: string;
  /** Tokens that prompt and reply share. */
  contextTokens: number;
  /** Tokens of a reply, when the caller does not say. */
  replyTokens: number;
  /** Who may use how much. */
  tiers: [Tier, ...Tier[]];
  /** What people may upload. */
  files: FileLimits;
  /** USD, for estimates of costs. @default - there are none */
  instancePricePerHour?: number;
  logRetentionDays: number;
}

// Lambda's longest; a turn waits for a model that wakes, then streams.
const turnTimeoutSec = 900;
/** Of a turn, for a database that wakes: it takes half a minute after a day's pause. */
const resumeWithinMs = 90_000;

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

function createChat(name: string, args: ChatFunctionsArgs, opts: pulumi.ComponentResourceOptions) {
  const { tableName, bucketName, endpointName, model, systemPrompt, contextTokens, replyTokens, tiers } =
    args;
  const { database, files: fileLimits } = args;
  const bundle = placedBundle("chat", database);
  const handler = new LambdaHandler(
    name,
    {
      bundle,
      more: [fileReaderBundle],
      factory: () => {
        const lambda = require(bundle) as typeof import("../runtime/lambda/chat");
        const place = { tableName: tableName.get(), bucketName: bucketName.get(), database: database?.get() };
        const longTexts = lambda.createS3FileStore(place);
        const { store, waking } = lambda.createStores({ ...place, files: longTexts, resumeWithinMs });
        return lambda.createChat(
          {
            store,
            waking,
            files: lambda.createTurnFiles({ ...place, fileLimits }),
            quota: lambda.createTierQuota({ ...place, tiers }),
            model: lambda.createSageMakerModelClient({ endpointName: endpointName.get() }),
            clock: Date.now,
            newId: lambda.createNewId(),
            logger: lambda.createJsonLogger(),
          },
          { model, systemPrompt, contextTokens, replyTokens },
        );
      },
      statements: chatStatements(args),
      memorySizeMb: 1024,
      timeoutSec: turnTimeoutSec,
      logRetentionDays: args.logRetentionDays,
    },
    opts,
  );
  return handler.function;
}

function chatStatements(args: ChatFunctionsArgs): aws.iam.PolicyStatement[] {
  return [
    ...turnStatements(args, {
      conversations: ["ConditionCheckItem", "GetItem", "PutItem", "Query", "UpdateItem"],
      counted: ["GetItem", "PutItem", "UpdateItem"],
    }),
    // A turn makes uploads those of its conversation, and keeps what was read beside them, unless they were deleted.
    uploads(args.bucketArn, ["s3:DeleteObject", "s3:GetObject"]),
    keptFiles(args.bucketArn, ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]),
    missingFiles(args.bucketArn),
  ];
}

function createOpenAi(name: string, args: ChatFunctionsArgs, opts: pulumi.ComponentResourceOptions) {
  const { tableName, bucketName, endpointName, model, systemPrompt, contextTokens, replyTokens, tiers } =
    args;
  const { database, files: fileLimits } = args;
  const bundle = placedBundle("openai", database);
  const handler = new LambdaHandler(
    name,
    {
      bundle,
      more: [fileReaderBundle],
      factory: () => {
        const lambda = require(bundle) as typeof import("../runtime/lambda/openai");
        const place = { tableName: tableName.get(), bucketName: bucketName.get(), database: database?.get() };
        const longTexts = lambda.createS3FileStore(place);
        const { store, waking } = lambda.createStores({ ...place, files: longTexts, resumeWithinMs });
        return lambda.createOpenAi(
          {
            store,
            waking,
            files: lambda.createTurnFiles({ ...place, fileLimits }),
            quota: lambda.createTierQuota({ ...place, tiers }),
            model: lambda.createSageMakerModelClient({ endpointName: endpointName.get() }),
            clock: Date.now,
            newId: lambda.createNewId(),
            logger: lambda.createJsonLogger(),
          },
          { model, systemPrompt, contextTokens, replyTokens },
        );
      },
      statements: openAiStatements(args),
      memorySizeMb: 1024,
      timeoutSec: turnTimeoutSec,
      logRetentionDays: args.logRetentionDays,
    },
    opts,
  );
  return handler.function;
}

/** It writes what is kept and reads nothing but what it wrote, and uploads. */
function openAiStatements(args: ChatFunctionsArgs): aws.iam.PolicyStatement[] {
  return [
    ...turnStatements(args, {
      conversations: ["ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "UpdateItem"],
      counted: ["GetItem", "UpdateItem"],
      together: "in transactions",
    }),
    uploads(args.bucketArn, ["s3:GetObject"]),
    missingFiles(args.bucketArn),
  ];
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
        const attachments = lambda.createConversationFiles({ records, bytes, clock: Date.now });
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
            logger: lambda.createJsonLogger(),
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

/** What a function needs to run a turn. */
function turnStatements(args: ChatFunctionsArgs, use: TableUse): aws.iam.PolicyStatement[] {
  return [
    ...storeStatements(args, use),
    tableStatement(args.tableArn, "Profiles", ["GetItem"], "OWNER#*"),
    invokeModel(args.endpointArn),
  ];
}

function invokeModel(endpointArn: pulumi.Output<string>): aws.iam.PolicyStatement {
  return {
    Sid: "Model",
    Effect: "Allow",
    Action: ["sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream"],
    Resource: [endpointArn],
  };
}
