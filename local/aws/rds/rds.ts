import { createRdsData } from "../rds-data/rds-data";
import type { CloudContext, CloudService } from "../service";
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
    async stop() {
      await Promise.all(
        clusters.all.map(async ({ database, pause }) => {
          pause.stop();
          await database.close();
        }),
      );
    },
  };
  return [rds, createRdsData(context, clusters)];
}
