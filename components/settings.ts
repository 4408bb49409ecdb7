import * as pulumi from "@pulumi/pulumi";

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
  /** API Gateway's access logs; see `ChatApi`. @default "off" */
  accessLogs: "create" | "exists" | "off";
  /** Of every log group, days. @default 30 */
  logRetentionDays: number;
  /** Requests per second of one key. @default 10 */
  requestsPerSecond: number;
  /** Requests of one key that may come at once. @default 20 */
  burst: number;
  /** Requests of one key in a day. @default 10000 */
  requestsPerDay: number;
  /** Refuses to delete table and bucket while they hold data. @default true */
  deletionProtection: boolean;
}

// What CloudWatch accepts: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const known = new Set([
  "model",
  "existingEndpoint",
  "instanceType",
  "modelImage",
  "contextTokens",
  "replyTokens",
  "systemPrompt",
  "signIn",
  "serverInstanceType",
  "accessLogs",
  "logRetentionDays",
  "requestsPerSecond",
  "burst",
  "requestsPerDay",
  "deletionProtection",
]);

/** Raw values by key, without the `parley:` before it. */
export type RawSettings = Record<string, string | undefined>;

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
  const faults: string[] = [];
  const fault = (key: string, allowed: string) =>
    faults.push(`parley:${key} is ${JSON.stringify(raw[key])}; allowed: ${allowed}`);

  const text = (key: string, fallback: string, pattern = /\S/, allowed = "a text that is not empty") => {
    const value = raw[key] ?? fallback;
    if (!pattern.test(value)) fault(key, allowed);
    return value;
  };
  const integer = (key: string, fallback: number, from: number, to: number) => {
    const value = raw[key] === undefined ? fallback : Number(raw[key]);
    if (!Number.isInteger(value) || value < from || value > to)
      fault(key, `a whole number from ${from} to ${to}`);
    return value;
  };
  const oneOf = <T extends string>(key: string, fallback: T, allowed: readonly T[]): T => {
    const value = raw[key] ?? fallback;
    const found = allowed.find((one) => one === value);
    if (found === undefined) fault(key, allowed.join(", "));
    return found ?? fallback;
  };

  for (const key of Object.keys(raw).filter((one) => !known.has(one))) {
    faults.push(`parley:${key} is not a setting; there are: ${[...known].join(", ")}`);
  }
  const logRetentionDays = integer("logRetentionDays", 30, 1, 3653);
  if (!retentionDays.includes(logRetentionDays)) fault("logRetentionDays", retentionDays.join(", "));

  const settings: Settings = {
    model: text(
      "model",
      "openai/gpt-oss-20b",
      /^[\w.-]+\/[\w.-]+$/,
      "<organisation>/<model> as on Hugging Face",
    ),
    existingEndpoint:
      raw.existingEndpoint === undefined
        ? undefined
        : text("existingEndpoint", "", /^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}$/, "the name of a SageMaker endpoint"),
    instanceType: text(
      "instanceType",
      "ml.g5.2xlarge",
      /^ml\.[a-z0-9-]+\.[a-z0-9]+$/,
      "a SageMaker instance such as ml.g5.2xlarge",
    ),
    modelImage: raw.modelImage === undefined ? undefined : text("modelImage", ""),
    contextTokens: integer("contextTokens", 16_384, 1_024, 1_048_576),
    replyTokens: integer("replyTokens", 4_096, 1, 16_384),
    systemPrompt: text("systemPrompt", "You are a helpful assistant. Answer in Markdown."),
    signIn: oneOf("signIn", "key", ["key", "none"] as const),
    serverInstanceType: text(
      "serverInstanceType",
      "t4g.small",
      /^[a-z]+\d+g[a-z]*\.[a-z0-9]+$/,
      "an Arm64 EC2 instance such as t4g.small",
    ),
    accessLogs: oneOf("accessLogs", "off", ["create", "exists", "off"] as const),
    logRetentionDays,
    requestsPerSecond: integer("requestsPerSecond", 10, 1, 10_000),
    burst: integer("burst", 20, 1, 5_000),
    requestsPerDay: integer("requestsPerDay", 10_000, 1, 100_000_000),
    deletionProtection: oneOf("deletionProtection", "true", ["true", "false"] as const) === "true",
  };
  if (settings.replyTokens >= settings.contextTokens)
    fault("replyTokens", `less than parley:contextTokens (${settings.contextTokens})`);
  if (faults.length > 0)
    throw new pulumi.RunError(`The stack's settings need a change:\n  ${faults.join("\n  ")}`);
  return settings;
}
