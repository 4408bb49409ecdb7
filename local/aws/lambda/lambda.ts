import { randomBytes } from "node:crypto";
import { AwsError, type CloudContext, type CloudService } from "../service";
import type { FunctionInvoker, StreamResult } from "./function-invoker";
import { FunctionFailure } from "./function-invoker";
import { FunctionLog } from "./function-log";
import { AccountConcurrency, FunctionPool } from "./function-pool";
import { FunctionRegistry } from "./function-registry";
import { functionArn, type FunctionSpec } from "./function-spec";
import { invocationResource } from "./invocation-resource";
import { PermissionBook } from "./permission-book";
import { Sandbox, type SandboxArgs } from "./sandbox";
import { StartGate } from "./start-gate";

/** Lambda's own limit for an event, in bytes. */
const maxEventBytes = 6_291_456;

export interface LambdaOptions {
  /**
   * How many functions may run at once, all together.
   *
   * @default 100
   */
  accountConcurrency?: number;
  /**
   * How long a process that has nothing to do is kept, in ms.
   *
   * @default 300000
   */
  idleMs?: number;
  /**
   * How long a process that is there is waited for before another one is started, in ms: a start costs as much as many
   * short calls.
   *
   * @default 200
   */
  patienceMs?: number;
}

/** Lambda: functions in processes of their own, and who may call them. */
export function createLambda(
  context: CloudContext,
  options: LambdaOptions = {},
): CloudService & FunctionInvoker {
  const { accountConcurrency = 100, idleMs = 300_000, patienceMs = 200 } = options;
  const account = new AccountConcurrency(accountConcurrency);
  const gate = new StartGate();
  const permissions = new PermissionBook();
  const functions = new FunctionRegistry(context, (spec) => {
    const startSandbox = sandboxStarter(context, spec);
    return new FunctionPool({ spec, account, gate, idleMs, patienceMs, startSandbox });
  });
  const run = async (functionArn: string, event: unknown) => {
    const payload = JSON.stringify(event);
    if (Buffer.byteLength(payload) <= maxEventBytes) return functions.pool(functionArn).invoke(payload);
    const message = `Request must be smaller than ${maxEventBytes} bytes for the InvokeFunction operation`;
    throw new AwsError("RequestTooLargeException", message, 413);
  };
  const invoke: FunctionInvoker["invoke"] = async (arn, event) => wholeAnswer(await run(arn, event));
  return {
    name: "lambda",
    resources: {
      "aws:lambda/function:Function": functions.provider,
      "aws:lambda/invocation:Invocation": invocationResource(
        (name) => functionArn(context.place, name),
        invoke,
      ),
      "aws:lambda/permission:Permission": permissions.provider,
    },
    invoke,
    invokeStreaming: run,
    allows: (...question) => permissions.allows(...question),
    stop: () => functions.stop(),
  };
}

function sandboxStarter(context: CloudContext, spec: FunctionSpec) {
  let isWarned = false;
  const onDenied = (reason: string) => {
    if (!isWarned) context.warn(`Log lines of function ${spec.name} are lost: ${reason}`);
    isWarned = true;
  };
  return async (onEnded: SandboxArgs["onEnded"]) => {
    const day = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
    const logStream = `${day}/[$LATEST]${randomBytes(16).toString("hex")}`;
    const log = new FunctionLog(context, spec, logStream, onDenied);
    const credentials = context.iam.issueCredentials(spec.roleArn, spec.name, "lambda.amazonaws.com");
    const { endpoint, place } = context;
    return Sandbox.start({
      spec,
      setting: { endpoint, region: place.region, credentials, logStream },
      log,
      onEnded,
    });
  };
}

async function wholeAnswer(result: StreamResult) {
  if (result.error) return { error: result.error };
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of result.body) chunks.push(chunk);
  } catch (error) {
    if (error instanceof FunctionFailure) return { error: error.error };
    throw error;
  }
  return { payload: Buffer.concat(chunks).toString() };
}
