import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cloud, createCloud } from "../../local/aws/cloud";
import type { CloudContext, CloudService, Credentials, Props } from "../../local/aws/service";

/** A cloud with a few services, in the process of the test. */
export interface EmbeddedServices {
  cloud: Cloud;
  /** What the person at the terminal was told. */
  warnings: string[];
  /** Registers a resource as a program does. */
  create(
    type: string,
    name: string,
    inputs: Props,
    previous?: { id: string; outputs: Props },
  ): Promise<Props>;
  /** Settings of an SDK client, signed with these credentials, or the owner's. */
  client(credentials?: Credentials): {
    endpoint: string;
    region: string;
    credentials: Omit<Credentials, "expiration">;
    maxAttempts: number;
  };
  /** Credentials of a new role that may do only what the statements say. */
  signInAs(role: string, statements: Props[]): Promise<Credentials>;
  /** A second cloud on the folder of the first. */
  openAgain(): Promise<Cloud>;
  /** Stops the cloud and opens it again on the same folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const owner: Credentials = { accessKeyId: "parley", secretAccessKey: "parley" };

export async function openServices(
  makeServices: (context: CloudContext) => Promise<CloudService[]>,
): Promise<EmbeddedServices> {
  const dataDir = mkdtempSync(join(tmpdir(), "parley-services-"));
  const warnings: string[] = [];
  const open = () =>
    createCloud(
      { dataDir, ports: { chat: 0, invoke: 0, aws: 0 }, warn: (message) => warnings.push(message) },
      makeServices,
    );
  const services: EmbeddedServices = {
    cloud: await open(),
    warnings,
    async create(type, name, inputs, previous) {
      const made = await services.cloud.create({ urn: `urn:${type}::${name}`, type, name, inputs, previous });
      return { ...inputs, ...made.outputs, id: made.id };
    },
    client: ({ accessKeyId, secretAccessKey, sessionToken } = owner) => ({
      endpoint: services.cloud.endpoint,
      region: "us-east-1",
      // Without `expiration`, which the SDK wants as a Date.
      credentials: { accessKeyId, secretAccessKey, sessionToken },
      maxAttempts: 1,
    }),
    async signInAs(role, statements) {
      const { arn } = await services.create("aws:iam/role:Role", role, {
        name: role,
        assumeRolePolicy: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: "*" }] },
        inlinePolicies: [{ name: "own", policy: { Version: "2012-10-17", Statement: statements } }],
      });
      return services.cloud.iam.issueCredentials(arn, "test");
    },
    openAgain: open,
    async restart() {
      await services.cloud.stop();
      services.cloud = await open();
    },
    async stop() {
      await services.cloud.stop();
      rmSync(dataDir, { recursive: true });
    },
  };
  return services;
}
