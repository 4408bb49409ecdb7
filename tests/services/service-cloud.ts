import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { type Cloud, createCloud } from "../../local/aws/cloud";
import type { CloudContext, CloudService, Credentials, Props, Registration } from "../../local/aws/service";

/** What an SDK client is given. Without `expiration`, which it wants as a Date. */
export type ClientCredentials = Omit<Credentials, "expiration">;

export const ownerCredentials: ClientCredentials = { accessKeyId: "parley", secretAccessKey: "parley" };

type MakeServices = (
  context: CloudContext,
) => CloudService | Promise<CloudService> | CloudService[] | Promise<CloudService[]>;

export interface Made {
  id: string;
  /** With the inputs, as the program sees them. */
  outputs: Props;
}

/** The real front, IAM and registry with a few services behind them, and no program. */
export interface ServiceCloud {
  readonly cloud: Cloud;
  readonly endpoint: string;
  readonly dataDir: string;
  /** What it said at the terminal. */
  readonly warnings: string[];
  /** What it wrote to its log groups. */
  readonly logs: string[];
  /** Settings of an SDK client. */
  client(credentials?: ClientCredentials): {
    endpoint: string;
    region: string;
    credentials: ClientCredentials;
    maxAttempts: number;
  };
  /** Credentials of a new role with this policy. */
  role(statements: Props[], name?: string): Promise<ClientCredentials>;
  /** Makes a resource as a program would. */
  make(type: string, name: string, inputs: Props, previous?: Registration["previous"]): Promise<Made>;
  remove(type: string, made: Made): Promise<void>;
  /** A second cloud on the folder of this one. */
  openAgain(): Promise<Cloud>;
  /** Stops the cloud and opens it again on the same folder. */
  restart(): Promise<void>;
  /** Stops the cloud and removes its data. */
  end(): Promise<void>;
}

export async function openServiceCloud(makeServices: MakeServices): Promise<ServiceCloud> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "parley-service-"));
  const warnings: string[] = [];
  const logs: string[] = [];
  const log = (group: string, line: string) => void logs.push(`${group} ${line}`);
  const open = () =>
    createCloud(
      { dataDir, ports: { chat: 0, invoke: 0, aws: 0 }, warn: (message) => void warnings.push(message) },
      async (context) => [await makeServices({ ...context, log })].flat(),
    );
  let cloud = await open();
  let roles = 0;

  const make: ServiceCloud["make"] = async (type, name, inputs, previous) => {
    const made = await cloud.create({ urn: `urn:${type}::${name}`, type, name, inputs, previous });
    return { id: made.id, outputs: { ...inputs, ...made.outputs } };
  };

  return {
    get cloud() {
      return cloud;
    },
    get endpoint() {
      return cloud.endpoint;
    },
    dataDir,
    warnings,
    logs,
    client: ({ accessKeyId, secretAccessKey, sessionToken } = ownerCredentials) => ({
      endpoint: cloud.endpoint,
      region: cloud.place.region,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
      maxAttempts: 1,
    }),
    make,
    remove: (type, { id, outputs }) => cloud.delete(type, id, outputs),
    async role(statements, name = `role-${roles++}`) {
      const policy = (Statement: Props[]) => JSON.stringify({ Version: "2012-10-17", Statement });
      const service = { Service: "lambda.amazonaws.com" };
      const { outputs } = await make("aws:iam/role:Role", name, {
        name,
        assumeRolePolicy: policy([{ Effect: "Allow", Principal: service, Action: "sts:AssumeRole" }]),
        inlinePolicies: [{ name: "inline", policy: policy(statements) }],
      });
      const { accessKeyId, secretAccessKey, sessionToken } = cloud.iam.issueCredentials(outputs.arn, "test");
      return { accessKeyId, secretAccessKey, sessionToken };
    },
    openAgain: open,
    async restart() {
      await cloud.stop();
      cloud = await open();
    },
    async end() {
      await cloud.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
