import type { Place, Props } from "../service";

/** A function as it was registered, with AWS's defaults filled in. */
export interface FunctionSpec {
  name: string;
  arn: string;
  roleArn: string;
  /** `__index.handler` */
  handler: string;
  /** Where its archive lies unpacked. */
  codeFolder: string;
  memoryMb: number;
  timeoutSec: number;
  /** How many may run at once; unset: as many as the account allows. */
  reservedConcurrency?: number;
  /** What the program gives it as environment. */
  variables: Record<string, string>;
  logGroup: string;
  logFormat: "Text" | "JSON";
  /** Lowest level that a JSON log keeps. */
  logLevel: string;
}

/** Inputs that would change what the function does, and that the embedded cloud has no counterpart for. */
const unsupported = [
  "capacityProviderConfig",
  "deadLetterConfig",
  "durableConfig",
  "fileSystemConfig",
  "imageConfig",
  "imageUri",
  "layers",
  "publish",
  "s3Bucket",
  "snapStart",
  "tenancyConfig",
];

export function functionArn({ accountId, region }: Place, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/** Throws for what is not supported, naming it. */
export function functionSpec(inputs: Props, name: string, arn: string, codeFolder: string): FunctionSpec {
  const refused = unsupported.find((property) => inputs[property]);
  if (refused) throw new Error(`Lambda function ${name}: ${refused} is not supported by the embedded cloud`);
  if (!inputs.code) throw new Error(`Lambda function ${name}: only code from an archive is supported`);
  if (!/^nodejs\d+\.x$/.test(inputs.runtime ?? "")) {
    throw new Error(`Lambda function ${name}: runtime ${inputs.runtime} is not supported, only nodejs`);
  }
  const { applicationLogLevel, logFormat, logGroup } = (inputs.loggingConfig ?? {}) as Props;
  const reserved = inputs.reservedConcurrentExecutions ?? -1;
  return {
    name,
    arn,
    roleArn: inputs.role,
    handler: inputs.handler,
    codeFolder,
    memoryMb: inputs.memorySize ?? 128,
    timeoutSec: inputs.timeout ?? 3,
    ...(reserved >= 0 && { reservedConcurrency: reserved }),
    variables: inputs.environment?.variables ?? {},
    logGroup: logGroup ?? `/aws/lambda/${name}`,
    logFormat: logFormat ?? "Text",
    logLevel: applicationLogLevel ?? "INFO",
  };
}
