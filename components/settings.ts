import * as pulumi from "@pulumi/pulumi";
import type { FileLimits } from "../runtime/contract/file";
import type { Site } from "../runtime/contract/site";
import type { Tier } from "../runtime/contract/tier";
import { readFileLimits } from "./file-settings";
import { type RawSettings, SettingsReader } from "./settings-reader";
import { readSite } from "./site-settings";
import { readTiers } from "./tier-settings";

/** Everything that `Pulumi.<stack>.yaml` may say, checked. Keys are `parley:<name>`. */
export interface Settings {
  /** Model on Hugging Face that the endpoint serves. @default "openai/gpt-oss-20b" */
  model: string;
  /** Endpoint that stands already; no GPU of our own is made. @default - one is made */
  existingEndpoint?: string;
  /** GPU instance of the endpoint. @default "ml.g5.2xlarge" */
  instanceType: string;
  /** Container that serves the model. @default - AWS's vLLM image of the stack's region */
  modelImage?: string;
  /** Tokens that prompt and reply share. @default 16384 */
  contextTokens: number;
  /** Tokens of a reply, when the caller does not say. @default 4096 */
  replyTokens: number;
  /** What the model is told first, when the caller says nothing. @default - a short neutral sentence */
  systemPrompt: string;
  /**
   * `key`: the page asks for an API key. `none`: whoever reaches the page is in; only for a machine that nobody
   * else reaches. @default "key"
   */
  signIn: "key" | "none";
  /** EC2 instance of the page's server. Arm64. @default "t4g.small" */
  serverInstanceType: string;
  /** API Gateway's access logs; see `AccessLogsMode`. @default "off" */
  accessLogs: "create" | "exists" | "off";
  /** Of every log group, days. @default 30 */
  logRetentionDays: number;
  /**
   * Who may use how much; the first one is for everybody who is put into no other.
   *
   * @default - one, `standard`, with `requestsPerSecond`, `burst` and `requestsPerDay` (10, 20, 10000)
   */
  tiers: [Tier, ...Tier[]];
  /** What the endpoint's instance costs, USD an hour; for the estimates of `GET /usage`. @default - they say nothing of costs */
  instancePricePerHour?: number;
  /**
   * What files people may have: `files` with `maxFileMegabytes` (25), `maxPerTurn` (10) and `maxPerPersonGigabytes` (1),
   * and `modelSees`, whether the model takes images (false).
   */
  files: FileLimits;
  /**
   * Where conversations lie: in the DynamoDB table, or in Aurora PostgreSQL, which pauses when nobody chats.
   *
   * @default "dynamodb"
   */
  store: "dynamodb" | "aurora";
  /** Refuses to delete table, bucket and database while they hold data. @default true */
  deletionProtection: boolean;
  /** The operator's words on the page: `title`, `description`, `placeholder`, `examples`, `accent`, `footer`, `presets`. */
  site: Site;
}

// What CloudWatch accepts: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Reads the stack's settings; throws one error that lists everything wrong with them. */
export function readSettings(): Settings {
  const config = new pulumi.Config("parley");
  const prefix = "parley:";
  const keys = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith(prefix));
  const raw = Object.fromEntries(
    keys.map((key) => key.slice(prefix.length)).map((key) => [key, config.get(key)]),
  );
  return parseSettings(raw);
}

/** Checks raw settings. Throws naming each key, its value and what is allowed. */
export function parseSettings(raw: RawSettings): Settings {
  const reader = new SettingsReader(raw);
  const model = modelSettings(reader);
  const settings: Settings = {
    ...model,
    ...serverSettings(reader),
    tiers: readTiers(reader),
    instancePricePerHour: reader.optionalAmount("instancePricePerHour", 1_000),
    files: readFileLimits(reader),
    store: reader.oneOf("store", "dynamodb", ["dynamodb", "aurora"] as const),
    deletionProtection: reader.oneOf("deletionProtection", "true", ["true", "false"] as const) === "true",
    site: readSite(reader, model),
  };
  if (!retentionDays.includes(settings.logRetentionDays))
    reader.fault("logRetentionDays", retentionDays.join(", "));
  if (settings.replyTokens >= settings.contextTokens)
    reader.fault("replyTokens", `less than parley:contextTokens (${settings.contextTokens})`);
  const faults = reader.faults();
  if (faults.length > 0)
    throw new pulumi.RunError(`The stack's settings need a change:\n  ${faults.join("\n  ")}`);
  return settings;
}

function modelSettings(read: SettingsReader) {
  const huggingFaceName = /^[\w.-]+\/[\w.-]+$/;
  return {
    model: read.text(
      "model",
      "openai/gpt-oss-20b",
      huggingFaceName,
      "<organisation>/<model> as on Hugging Face",
    ),
    existingEndpoint: read.optionalText(
      "existingEndpoint",
      /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/,
      "the name of a SageMaker endpoint",
    ),
    instanceType: read.text(
      "instanceType",
      "ml.g5.2xlarge",
      /^ml\.[a-z0-9-]+\.[a-z0-9]+$/,
      "a SageMaker instance such as ml.g5.2xlarge",
    ),
    modelImage: read.optionalText("modelImage"),
    contextTokens: read.integer("contextTokens", 16_384, 1_024, 1_048_576),
    replyTokens: read.integer("replyTokens", 4_096, 1, 16_384),
    systemPrompt: read.text("systemPrompt", "You are a helpful assistant. Answer in Markdown."),
  };
}

function serverSettings(read: SettingsReader) {
  return {
    signIn: read.oneOf("signIn", "key", ["key", "none"] as const),
    serverInstanceType: read.text(
      "serverInstanceType",
      "t4g.small",
      /^[a-z]+\d+g[a-z]*\.[a-z0-9]+$/,
      "an Arm64 EC2 instance such as t4g.small",
    ),
    accessLogs: read.oneOf("accessLogs", "off", ["create", "exists", "off"] as const),
    logRetentionDays: read.integer("logRetentionDays", 30, 1, 3653),
  };
}
