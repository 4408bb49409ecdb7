import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { createRds, type RdsOptions } from "../../local/aws/rds/rds";
import type { CloudService, Props, Registration } from "../../local/aws/service";
import { type ClientCredentials, openServiceCloud, type ServiceCloud } from "./service-cloud";

/** As the program makes it. */
export const clusterInputs: Props = {
  engine: "aurora-postgresql",
  databaseName: "parley",
  masterUsername: "parley",
  manageMasterUserPassword: true,
  enableHttpEndpoint: true,
  serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 1, secondsUntilAutoPause: 300 },
  skipFinalSnapshot: true,
};

/** What a call of the Data API names. */
export interface ClusterAddress {
  resourceArn: string;
  secretArn: string;
  database: string;
}

export interface ClusterFixture {
  cloud: ServiceCloud;
  address: ClusterAddress;
  client(credentials?: ClientCredentials): RDSDataClient;
  end(): Promise<void>;
}

/** A cloud with a cluster of Aurora, and other services beside it. */
export async function openCluster(
  options?: RdsOptions,
  beside: (context: Parameters<typeof createRds>[0]) => Promise<CloudService[]> = async () => [],
): Promise<ClusterFixture> {
  const clients: RDSDataClient[] = [];
  const cloud = await openServiceCloud(async (context) => [
    ...(await beside(context)),
    ...createRds(context, options),
  ]);
  return {
    cloud,
    address: await makeCluster(cloud),
    client(credentials) {
      const client = new RDSDataClient(cloud.client(credentials));
      clients.push(client);
      return client;
    },
    async end() {
      for (const client of clients) client.destroy();
      await cloud.end();
    },
  };
}

/** @param previous What it was in the run before. */
export async function makeCluster(
  cloud: ServiceCloud,
  inputs: Props = {},
  previous?: Registration["previous"],
): Promise<ClusterAddress> {
  const wanted = { ...clusterInputs, clusterIdentifier: "store", ...inputs };
  const { outputs } = await cloud.make("aws:rds/cluster:Cluster", "store", wanted, previous);
  await cloud.make("aws:rds/clusterInstance:ClusterInstance", "store-instance", {
    clusterIdentifier: outputs.clusterIdentifier,
    engine: "aurora-postgresql",
    instanceClass: "db.serverless",
    identifier: "store-1",
  });
  const { arn, masterUserSecrets } = outputs;
  return { resourceArn: arn, secretArn: masterUserSecrets[0].secretArn, database: "parley" };
}
