import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { listingIndex } from "../runtime/adapters/dynamo-keys";
import type { FileLimits } from "../runtime/contract/file";
import type { Tier } from "../runtime/contract/tier";
import { fileReaderBundle, lambdaBundle } from "./bundles";
import { createFiles, keptFiles, uploads } from "./file-functions";
import { createAuthorizer, createKeys } from "./key-functions";
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
  const { files: fileLimits } = args;
  const handler = new LambdaHandler(
    name,
    {
      bundle: lambdaBundle("chat"),
      more: [fileReaderBundle],
      factory: () => {
        const lambda = require("./dist/lambda/chat.js") as typeof import("../runtime/lambda/chat");
        const place = { tableName: tableName.get(), bucketName: bucketName.get() };
        const files = lambda.createS3FileStore(place);
        return lambda.createChat(
          {
            store: lambda.createDynamoConversationStore({ ...place, files }),
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
      statements: [
        ...turnStatements(args, [
          "dynamodb:ConditionCheckItem",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:Query",
          "dynamodb:UpdateItem",
        ]),
        // A turn makes uploads those of its conversation, and keeps what was read beside them.
        uploads(args.bucketArn, ["s3:DeleteObject", "s3:GetObject"]),
        keptFiles(args.bucketArn, ["s3:GetObject", "s3:PutObject"]),
      ],
      memorySizeMb: 1024,
      timeoutSec: turnTimeoutSec,
      logRetentionDays: args.logRetentionDays,
    },
    opts,
  );
  return handler.function;
}

function createOpenAi(name: string, args: ChatFunctionsArgs, opts: pulumi.ComponentResourceOptions) {
  const { tableName, bucketName, endpointName, model, systemPrompt, contextTokens, replyTokens, tiers } =
    args;
  const { files: fileLimits } = args;
  const handler = new LambdaHandler(
    name,
    {
      bundle: lambdaBundle("openai"),
      more: [fileReaderBundle],
      factory: () => {
        const lambda = require("./dist/lambda/openai.js") as typeof import("../runtime/lambda/openai");
        const place = { tableName: tableName.get(), bucketName: bucketName.get() };
        const files = lambda.createS3FileStore(place);
        return lambda.createOpenAi(
          {
            store: lambda.createDynamoConversationStore({ ...place, files }),
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
      // It writes what is kept and reads nothing but what it wrote, and uploads.
      statements: [
        ...turnStatements(args, [
          "dynamodb:ConditionCheckItem",
          "dynamodb:DeleteItem",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
        ]),
        uploads(args.bucketArn, ["s3:GetObject"]),
      ],
      memorySizeMb: 1024,
      timeoutSec: turnTimeoutSec,
      logRetentionDays: args.logRetentionDays,
    },
    opts,
  );
  return handler.function;
}

function createConversations(name: string, args: ChatFunctionsArgs, opts: pulumi.ComponentResourceOptions) {
  const { tableName, bucketName, tiers, instancePricePerHour } = args;
  const handler = new LambdaHandler(
    name,
    {
      bundle: lambdaBundle("conversations"),
      factory: () => {
        const lambda =
          require("./dist/lambda/conversations.js") as typeof import("../runtime/lambda/conversations");
        const bucket = { bucketName: bucketName.get() };
        const records = lambda.createDynamoFileRecords({ tableName: tableName.get() });
        const attachments = lambda.createConversationFiles({
          records,
          bytes: lambda.createS3FileRemoval(bucket),
        });
        return lambda.createConversations(
          {
            store: lambda.createDynamoConversationStore({
              tableName: tableName.get(),
              files: lambda.createS3FileStore(bucket),
              attachments,
            }),
            files: records,
            clock: Date.now,
            newId: lambda.createNewId(),
            presets: lambda.createDynamoPresetStore({ tableName: tableName.get() }),
            profiles: lambda.createDynamoProfileStore({ tableName: tableName.get() }),
            usage: lambda.createDynamoUsageStore({ tableName: tableName.get() }),
            logger: lambda.createJsonLogger(),
          },
          { tiers, instancePricePerHour },
        );
      },
      statements: [
        {
          Sid: "Conversations",
          Effect: "Allow",
          Action: [
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
          ],
          Resource: [args.tableArn, pulumi.interpolate`${args.tableArn}/index/${listingIndex}`],
          Condition: onlyPartitions("U#*", "M#*"),
        },
        tableStatement(args.tableArn, "Profiles", ["GetItem"], "OWNER#*"),
        {
          Sid: "EveryonesUsage",
          Effect: "Allow",
          Action: ["dynamodb:Query"],
          Resource: [pulumi.interpolate`${args.tableArn}/index/${listingIndex}`],
          Condition: onlyPartitions("USAGE#*"),
        },
        longMessages(args.bucketArn, ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]),
        uploads(args.bucketArn, ["s3:DeleteObject"]),
        keptFiles(args.bucketArn, ["s3:DeleteObject"]),
      ],
      memorySizeMb: 512,
      timeoutSec: 29,
      logRetentionDays: args.logRetentionDays,
    },
    opts,
  );
  return handler.function;
}

/** The part of the bucket that holds messages too long for the table. */
function longMessages(bucketArn: pulumi.Output<string>, actions: string[]): aws.iam.PolicyStatement {
  return {
    Sid: "LongMessages",
    Effect: "Allow",
    Action: actions,
    Resource: [pulumi.interpolate`${bucketArn}/messages/*`],
  };
}

/** What a function needs to run a turn; `actions` are those on conversations and on what is counted. */
function turnStatements(args: ChatFunctionsArgs, actions: string[]): aws.iam.PolicyStatement[] {
  return [
    {
      Sid: "Conversations",
      Effect: "Allow",
      Action: actions,
      Resource: [args.tableArn],
      Condition: onlyPartitions("U#*", "M#*"),
    },
    tableStatement(args.tableArn, "Profiles", ["GetItem"], "OWNER#*"),
    longMessages(args.bucketArn, ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]),
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
