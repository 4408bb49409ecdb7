import { createRdsData } from "../rds-data/rds-data";
import { AwsError, type CloudContext, type CloudService } from "../service";
import { readJsonCall, unknownOperation, writeJson } from "../json-protocol";
import { ClusterDirectory } from "./cluster-directory";
import { clusterInstanceResource } from "./cluster-instance";
import { clusterResource } from "./cluster-resource";
import { subnetGroupResource } from "./subnet-group";

export interface RdsOptions {
  /** How long a cluster that was paused refuses calls, ms. @default 15000, about as long as Aurora takes */
  resumeMs?: number;
}

/** RDS: Aurora PostgreSQL clusters, and the Data API that runs SQL on them. */
export function createRds(context: CloudContext, { resumeMs = 15_000 }: RdsOptions = {}): CloudService[] {
  const clusters = new ClusterDirectory();
  const rds: CloudService = {
    name: "rds",
    resources: {
      "aws:rds/cluster:Cluster": clusterResource(context, clusters, resumeMs),
      "aws:rds/clusterInstance:ClusterInstance": clusterInstanceResource(context, clusters),
      "aws:rds/subnetGroup:SubnetGroup": subnetGroupResource(context),
    },
    async handle(request, response) {
      const { operation, input } = readJsonCall(request);
      // RDS has no such operation: a cluster pauses when it was idle for long enough, which no test waits for.
      if (operation !== "PauseClusterNow") throw unknownOperation("RDS", operation);
      if (request.caller?.roleArn)
        throw new AwsError("AccessDeniedException", "Only the owner may do this", 403);
      const cluster = clusters.withEndpoint(String(input.resourceArn));
      await cluster.pause.pause(input.resumeMs);
      writeJson(request, response, {});
    },
    async stop() {
      await Promise.all(
        clusters.all.map(async ({ database, pause }) => {
          pause.stop();
          await database.stop();
        }),
      );
    },
  };
  return [rds, createRdsData(context, clusters)];
}
