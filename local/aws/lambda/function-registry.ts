import { rm } from "node:fs/promises";
import path from "node:path";
import { physicalName } from "../physical-name";
import {
  AwsError,
  type CloudContext,
  type Props,
  type Registration,
  type ResourceProvider,
} from "../service";
import { unpackCode } from "./code-folder";
import type { FunctionPool } from "./function-pool";
import { functionArn, type FunctionSpec, functionSpec } from "./function-spec";

/** All functions, each with the processes that run it. */
export class FunctionRegistry {
  readonly #pools = new Map<string, FunctionPool>();

  constructor(
    private readonly context: CloudContext,
    private readonly createPool: (spec: FunctionSpec) => FunctionPool,
  ) {}

  /** @param arn Unqualified, or with the qualifier `$LATEST`. Throws `ResourceNotFoundException`. */
  pool(arn: string): FunctionPool {
    const pool = this.#pools.get(arn.replace(/:\$LATEST$/, ""));
    if (!pool) throw new AwsError("ResourceNotFoundException", `Function not found: ${arn}`, 404);
    return pool;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
  }

  readonly provider: ResourceProvider = {
    create: (registration) => this.#create(registration),
    delete: async (name, outputs) => {
      const pool = this.#pools.get(outputs.arn);
      this.#pools.delete(outputs.arn);
      await pool?.stop();
      await rm(this.#folder(name), { recursive: true, force: true });
    },
  };

  async #create(registration: Registration): Promise<{ id: string; outputs: Props }> {
    const { inputs } = registration;
    const name = physicalName(registration);
    const arn = functionArn(this.context.place, name);
    // Checked before anything of the version that stands is touched.
    functionSpec(inputs, name, arn, "");
    await this.#pools.get(arn)?.retire();
    const spec = functionSpec(inputs, name, arn, await unpackCode(inputs.code, this.#folder(name)));
    this.#pools.set(arn, this.createPool(spec));
    return {
      id: name,
      outputs: { ...this.#outputs(arn), name, timeout: spec.timeoutSec, memorySize: spec.memoryMb },
    };
  }

  #outputs(arn: string): Props {
    const api = `arn:aws:apigateway:${this.context.place.region}:lambda:path`;
    return {
      arn,
      invokeArn: `${api}/2015-03-31/functions/${arn}/invocations`,
      responseStreamingInvokeArn: `${api}/2021-11-15/functions/${arn}/response-streaming-invocations`,
      qualifiedArn: `${arn}:$LATEST`,
      qualifiedInvokeArn: `${api}/2015-03-31/functions/${arn}:$LATEST/invocations`,
      version: "$LATEST",
      lastModified: new Date().toISOString(),
    };
  }

  #folder(name: string): string {
    return path.join(this.context.folder("lambda"), name);
  }
}
