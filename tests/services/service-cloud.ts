import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { openHttpFront } from "../../local/aws/http-front";
import { createIam } from "../../local/aws/iam/iam";
import type {
  CloudContext,
  CloudService,
  Credentials,
  Iam,
  Props,
  Registration,
} from "../../local/aws/service";

export const ownerCredentials = { accessKeyId: "parley", secretAccessKey: "parley" };

/** The real front and IAM with a few services behind them, and no program. */
export interface ServiceCloud {
  endpoint: string;
  dataDir: string;
  iam: Iam;
  /** What it said at the terminal. */
  warnings: string[];
  /** What it wrote to its log groups. */
  logs: string[];
  /** Credentials of a new role with this policy. */
  role(statements: Props[]): Promise<Omit<Credentials, "expiration">>;
  /** Makes a resource as a program would. */
  make(type: string, name: string, inputs: Props, previous?: Registration["previous"]): Promise<Made>;
  remove(type: string, made: Made): Promise<void>;
  /** Ends the cloud and, unless `keep`, removes its data. */
  end(keep?: "keep"): Promise<void>;
}

export interface Made {
  id: string;
  outputs: Props;
}

/** @param dataDir Of a cloud before, to start again on what it left. */
export async function openServiceCloud(
  create: (context: CloudContext) => CloudService,
  dataDir?: string,
): Promise<ServiceCloud> {
  const place = { accountId: "000000000000", region: "us-east-1" };
  const root = dataDir ?? (await mkdtemp(path.join(tmpdir(), "parley-service-")));
  const warnings: string[] = [];
  const logs: string[] = [];
  const warn = (message: string) => void warnings.push(message);
  const iam = createIam({ place, warn });
  const services = new Map<string, CloudService>([["iam", iam]]);
  const front = await openHttpFront({ port: 0, services, lookup: (id) => iam.lookup(id), warn });
  const endpoint = `http://127.0.0.1:${front.port}`;
  const folder = (name: string) => {
    mkdirSync(path.join(root, name), { recursive: true });
    return path.join(root, name);
  };
  const log = (group: string, line: string) => void logs.push(`${group} ${line}`);
  const service = create({ place, folder, endpoint, iam, log, warn });
  services.set(service.name, service);

  const provider = (type: string) => {
    const found = iam.resources[type] ?? service.resources[type];
    if (!found) throw new Error(`No provider of ${type}`);
    return found;
  };
  let roles = 0;
  const make: ServiceCloud["make"] = async (type, name, inputs, previous) => {
    const made = await provider(type).create({ urn: `urn:${type}::${name}`, type, name, inputs, previous });
    return { id: made.id, outputs: { ...inputs, ...made.outputs } };
  };

  return {
    endpoint,
    dataDir: root,
    iam,
    warnings: warnings,
    logs: logs,
    make,
    remove: async (type, { id, outputs }) => provider(type).delete?.(id, outputs),
    async role(statements) {
      const policy = (Statement: Props[]) => JSON.stringify({ Version: "2012-10-17", Statement });
      const trust = {
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
      };
      const { outputs } = await make("aws:iam/role:Role", `role-${roles++}`, {
        assumeRolePolicy: policy([trust]),
        inlinePolicies: [{ name: "inline", policy: policy(statements) }],
      });
      const { accessKeyId, secretAccessKey, sessionToken } = iam.issueCredentials(outputs.arn, "test");
      return { accessKeyId, secretAccessKey, sessionToken };
    },
    async end(keep) {
      await front.close();
      await service.stop?.();
      if (!keep) await rm(root, { recursive: true, force: true });
    },
  };
}
