import { type CloudContext, AwsError } from "../service";
import type { FunctionError } from "./function-invoker";
import type { FunctionSpec } from "./function-spec";
import type { Invocation } from "./invocation";

/** What the REPORT line of an invocation says besides its duration. */
export interface ReportFacts {
  /** Set for the first invocation of a process. */
  initMs?: number;
  peakKb?: number;
}

/**
 * The log stream of one process. It is written with the rights of the function's role: without them the lines are lost,
 * as on AWS, but here somebody is told.
 */
export class FunctionLog {
  #isAllowed?: boolean;

  constructor(
    private readonly context: CloudContext,
    private readonly spec: FunctionSpec,
    readonly stream: string,
    /** Called with the reason when lines are lost. */
    private readonly onDenied: (reason: string) => void,
  ) {}

  /** A line that the function wrote. */
  line(text: string): void {
    this.#isAllowed ??= this.#mayWrite();
    if (this.#isAllowed) this.context.log(this.spec.logGroup, text.replaceAll("\r", "\n"));
  }

  start({ id }: Invocation): void {
    if (this.spec.logFormat === "JSON") this.#event("platform.start", { requestId: id, version: "$LATEST" });
    else this.line(`START RequestId: ${id} Version: $LATEST`);
  }

  report({ durationMs = 0, id }: Invocation, { initMs, peakKb }: ReportFacts): void {
    const memorySizeMB = this.spec.memoryMb;
    const maxMemoryUsedMB = peakKb === undefined ? undefined : Math.ceil(peakKb / 1024);
    const billedDurationMs = Math.ceil(durationMs);
    if (this.spec.logFormat === "JSON") {
      const metrics = { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs: initMs };
      return this.#event("platform.report", { requestId: id, metrics });
    }
    this.line(`END RequestId: ${id}`);
    const facts = [
      `REPORT RequestId: ${id}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billedDurationMs} ms`,
      `Memory Size: ${memorySizeMB} MB`,
      ...(maxMemoryUsedMB === undefined ? [] : [`Max Memory Used: ${maxMemoryUsedMB} MB`]),
      ...(initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ];
    this.line(facts.join("\t"));
  }

  /** The service's own word on a function that came to no good end. */
  failure(error: FunctionError): void {
    if (this.spec.logFormat === "JSON") this.#event("platform.fault", error);
    else this.line(`${new Date().toISOString()} ${error.errorType} ${error.errorMessage}`);
  }

  #event(type: string, record: unknown): void {
    this.line(JSON.stringify({ time: new Date().toISOString(), type, record }));
  }

  #mayWrite(): boolean {
    const { accountId, region } = this.context.place;
    const { logGroup, name, roleArn } = this.spec;
    const role = roleArn.split("/").at(-1);
    const caller = { arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${name}`, roleArn };
    const resource = `arn:aws:logs:${region}:${accountId}:log-group:${logGroup}:log-stream:${this.stream}`;
    const actions = ["logs:CreateLogStream", "logs:PutLogEvents"];
    try {
      this.context.iam.authorize(
        caller,
        actions.map((action) => ({ action, resource })),
      );
      return true;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.onDenied(error.message);
      return false;
    }
  }
}
