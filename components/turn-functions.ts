import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { FileLimits } from "../runtime/contract/file";
import type { Tier } from "../runtime/contract/tier";
import type { ChatPorts } from "../runtime/lambda/chat";
import type { Database } from "./aurora-store";
import { fileReaderBundle } from "./bundles";
import { placedBundle, storeStatements, type TableUse } from "./conversation-place";
import { keptFiles, missingFiles, uploads } from "./file-functions";
import { LambdaHandler } from "./lambda-handler";
import { tableStatement } from "./table-statement";

/** What functions that run turns need. */
export interface TurnFunctionsArgs {
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
  logRetentionDays: number;
}

// Lambda's longest; a turn waits for a model that wakes, then streams.
const turnTimeoutSec = 900;
/** Of a turn, for a database that wakes: it takes half a minute after a day's pause. */
const resumeWithinMs = 90_000;

/** `POST /chat`. */
export function createChat(name: string, args: TurnFunctionsArgs, opts: pulumi.ComponentResourceOptions) {
  const [bundle, portsOf, settings] = [
    placedBundle("chat", args.database),
    turnWiring(args),
    settingsOf(args),
  ];
  const factory = () => {
    const lambda = require(bundle) as typeof import("../runtime/lambda/chat");
    return lambda.createChat(portsOf(lambda), settings);
  };
  const statements = [
    ...turnStatements(args, {
      conversations: ["ConditionCheckItem", "GetItem", "PutItem", "Query", "UpdateItem"],
      counted: ["ConditionCheckItem", "GetItem", "PutItem", "UpdateItem"],
    }),
    // A turn makes uploads those of its conversation, and keeps what was read beside them, unless they were deleted.
    uploads(args.bucketArn, ["s3:DeleteObject", "s3:GetObject"]),
    keptFiles(args.bucketArn, ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]),
    missingFiles(args.bucketArn),
  ];
  return turnFunction(name, { ...args, bundle, factory, statements }, opts);
}

/** OpenAI's protocol, `/v1`. */
export function createOpenAi(name: string, args: TurnFunctionsArgs, opts: pulumi.ComponentResourceOptions) {
  const [bundle, portsOf, settings] = [
    placedBundle("openai", args.database),
    turnWiring(args),
    settingsOf(args),
  ];
  const factory = () => {
    const lambda = require(bundle) as typeof import("../runtime/lambda/openai");
    return lambda.createOpenAi(portsOf(lambda), settings);
  };
  // It writes what is kept and reads nothing but what it wrote, and uploads.
  const statements = [
    ...turnStatements(args, {
      conversations: ["ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "UpdateItem"],
      counted: ["GetItem", "UpdateItem"],
      together: "in transactions",
    }),
    uploads(args.bucketArn, ["s3:GetObject"]),
    missingFiles(args.bucketArn),
  ];
  return turnFunction(name, { ...args, bundle, factory, statements }, opts);
}

interface TurnFunctionArgs {
  bundle: string;
  factory: () => unknown;
  statements: aws.iam.PolicyStatement[];
  logRetentionDays: number;
}

function turnFunction(
  name: string,
  { bundle, factory, statements, logRetentionDays }: TurnFunctionArgs,
  opts: pulumi.ComponentResourceOptions,
): aws.lambda.Function {
  const handler = new LambdaHandler(
    name,
    {
      bundle,
      more: [fileReaderBundle],
      factory,
      statements,
      memorySizeMb: 1024,
      timeoutSec: turnTimeoutSec,
      logRetentionDays,
    },
    opts,
  );
  return handler.function;
}

/** What both bundles bring to wire a turn with. */
type TurnModule = Pick<
  typeof import("../runtime/lambda/chat"),
  | "createJsonLogger"
  | "createNewId"
  | "createS3FileStore"
  | "createSageMakerModelClient"
  | "createStores"
  | "createTierQuota"
  | "createTurnFiles"
>;

/** Wires the ports of a turn. For closures, which take it along. */
function turnWiring(args: TurnFunctionsArgs): (lambda: TurnModule) => ChatPorts {
  const { database, tableName, bucketName, endpointName, files: fileLimits, tiers } = args;
  return (lambda) => {
    const place = { tableName: tableName.get(), bucketName: bucketName.get(), database: database?.get() };
    const logger = lambda.createJsonLogger();
    const longTexts = lambda.createS3FileStore(place);
    const { store, waking } = lambda.createStores({ ...place, files: longTexts, resumeWithinMs });
    return {
      store,
      waking,
      files: lambda.createTurnFiles({ ...place, fileLimits, logger }),
      quota: lambda.createTierQuota({ ...place, tiers }),
      model: lambda.createSageMakerModelClient({ endpointName: endpointName.get() }),
      clock: Date.now,
      newId: lambda.createNewId(),
      logger,
    };
  };
}

function settingsOf({ model, systemPrompt, contextTokens, replyTokens }: TurnFunctionsArgs) {
  return { model, systemPrompt, contextTokens, replyTokens };
}

/** What a function needs to run a turn. */
function turnStatements(args: TurnFunctionsArgs, use: TableUse): aws.iam.PolicyStatement[] {
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
