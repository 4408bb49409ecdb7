import type { Credentials } from "../service";
import type { FunctionSpec } from "./function-spec";

/** What a process has to know besides its function. */
export interface SandboxSetting {
  region: string;
  /** Where the AWS SDK finds the services. */
  endpoint: string;
  /** Of the function's role. */
  credentials: Credentials;
  /** `2026/11/22/[$LATEST]…` */
  logStream: string;
}

/** The whole environment of a function's process. Of this machine's own it has the search path and the folder for temporary files. */
export function sandboxEnvironment(
  spec: FunctionSpec,
  setting: SandboxSetting,
  runtimeApi: string,
): Record<string, string> {
  const { credentials, endpoint, logStream, region } = setting;
  const { PATH = "", TMPDIR } = process.env;
  return {
    PATH,
    ...(TMPDIR && { TMPDIR }),
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    ...spec.variables,
    NODE_OPTIONS: ["--enable-source-maps", spec.variables.NODE_OPTIONS].filter(Boolean).join(" "),
    _HANDLER: spec.handler,
    LAMBDA_TASK_ROOT: spec.codeFolder,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_FUNCTION_NAME: spec.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_LOG_FORMAT: spec.logFormat,
    AWS_LAMBDA_LOG_LEVEL: spec.logLevel,
  };
}
