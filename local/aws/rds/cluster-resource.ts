import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Database } from "../rds-data/database";
import { randomText, alphanumeric } from "../random-id";
import type { CloudContext, Props, Registration, ResourceProvider } from "../service";
import { AutoPause } from "./auto-pause";
import type { Cluster, ClusterDirectory } from "./cluster-directory";
import { identifierOf } from "./identifier";

/** What the embedded RDS makes; every other input that would change what the Data API answers is refused. */
const only: Props = { engine: "aurora-postgresql", engineMode: "provisioned" };

/** `aws:rds/cluster:Cluster`: Aurora PostgreSQL, kept in a folder. */
export function clusterResource(
  context: CloudContext,
  clusters: ClusterDirectory,
  resumeMs: number,
): ResourceProvider {
  return {
    async create(registration) {
      const cluster = clusterOf(context, clusters, registration, resumeMs);
      clusters.put(cluster);
      return { id: cluster.identifier, outputs: outputsOf(context, cluster) };
    },

    async delete(identifier, outputs) {
      if (outputs.deletionProtection) {
        throw new Error("Cannot delete protected Cluster, please disable deletion protection and try again.");
      }
      const cluster = clusters.get(identifier);
      cluster?.pause.stop();
      await cluster?.database.close();
      clusters.delete(identifier);
      await keepOrRemove(context.folder("rds"), identifier, outputs);
    },
  };
}

/** The cluster as it is to be. One that stands keeps its database and its instances. */
function clusterOf(
  context: CloudContext,
  clusters: ClusterDirectory,
  registration: Registration,
  resumeMs: number,
): Cluster {
  const { inputs } = registration;
  const identifier = identifierOf(registration, "clusterIdentifier");
  check(identifier, inputs);
  const standing = clusters.get(identifier);
  standing?.pause.stop();
  const log = (line: string) => context.log(`/aws/rds/cluster/${identifier}/postgresql`, line);
  const database = standing?.database ?? new Database(path.join(context.folder("rds"), identifier), log);
  const instances = standing?.instances ?? new Set<string>();
  return {
    arn: arnOf(context, "rds", `cluster:${identifier}`),
    identifier,
    databaseName: String(inputs.databaseName ?? "postgres"),
    secretArn: secretOf(context, registration),
    hasEndpoint: inputs.enableHttpEndpoint === true,
    instances,
    database,
    pause: new AutoPause({
      instance: () => [...instances][0] ?? identifier,
      idleMs: idleMs(inputs),
      resumeMs,
      isBusy: () => database.transactions.isAnyOpen,
      onPause: () => database.stop(),
      onResume: () => database.start(),
    }),
  };
}

/** A final snapshot is the folder under another name. */
async function keepOrRemove(folder: string, identifier: string, outputs: Props): Promise<void> {
  const data = path.join(folder, identifier);
  const { finalSnapshotIdentifier, skipFinalSnapshot } = outputs;
  if (skipFinalSnapshot) return rm(data, { recursive: true, force: true });
  if (!finalSnapshotIdentifier) throw new Error("A final snapshot needs a finalSnapshotIdentifier");
  await mkdir(path.join(folder, "snapshots"), { recursive: true });
  if (existsSync(data)) await rename(data, path.join(folder, "snapshots", finalSnapshotIdentifier));
}

function outputsOf(context: CloudContext, { identifier, arn, secretArn }: Cluster): Props {
  const host = `${identifier}.cluster-local.${context.place.region}.rds.amazonaws.com`;
  return {
    arn,
    clusterIdentifier: identifier,
    clusterResourceId: `cluster-${identifier.toUpperCase()}`,
    endpoint: host,
    readerEndpoint: host.replace(".cluster-", ".cluster-ro-"),
    port: 5432,
    masterUserSecrets: [{ secretArn, secretStatus: "active", kmsKeyId: "alias/aws/secretsmanager" }],
  };
}

function check(identifier: string, inputs: Props): void {
  for (const [input, value] of Object.entries(only)) {
    const given = inputs[input] ?? value;
    if (given !== value) throw new Error(`Cluster ${identifier}: ${input} ${given} is not supported`);
  }
  if (inputs.masterPassword || inputs.manageMasterUserPassword !== true) {
    throw new Error(`Cluster ${identifier}: only a master password that RDS manages is supported`);
  }
  const seconds = inputs.serverlessv2ScalingConfiguration?.secondsUntilAutoPause ?? 300;
  if (seconds < 300 || seconds > 86_400) {
    throw new Error(`Cluster ${identifier}: secondsUntilAutoPause is ${seconds}, 300 to 86400 are allowed`);
  }
}

function idleMs({ serverlessv2ScalingConfiguration: scaling }: Props): number | undefined {
  if (scaling?.minCapacity !== 0) return undefined;
  return (scaling.secondsUntilAutoPause ?? 300) * 1000;
}

/** RDS makes a secret of its own, and keeps it. */
function secretOf(context: CloudContext, { previous }: Registration): string {
  const kept = previous?.outputs.masterUserSecrets?.[0]?.secretArn;
  return (
    kept ??
    arnOf(context, "secretsmanager", `secret:rds!cluster-${randomUUID()}-${randomText(6, alphanumeric)}`)
  );
}

function arnOf({ place }: CloudContext, service: string, resource: string): string {
  return `arn:aws:${service}:${place.region}:${place.accountId}:${resource}`;
}
