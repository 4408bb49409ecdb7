import type { CloudContext, ResourceProvider } from "../service";
import type { ClusterDirectory } from "./cluster-directory";
import { identifierOf } from "./identifier";

/** `aws:rds/clusterInstance:ClusterInstance`: who answers for a cluster. Only serverless ones. */
export function clusterInstanceResource(
  { place }: CloudContext,
  clusters: ClusterDirectory,
): ResourceProvider {
  return {
    async create(registration) {
      const { clusterIdentifier, instanceClass } = registration.inputs;
      const identifier = identifierOf(registration, "identifier");
      const cluster = clusters.get(clusterIdentifier);
      if (!cluster) throw new Error(`Instance ${identifier}: there is no cluster ${clusterIdentifier}`);
      if (instanceClass !== "db.serverless")
        throw new Error(
          `Instance ${identifier}: class ${instanceClass} is not supported, only db.serverless`,
        );
      cluster.instances.add(identifier);
      const arn = `arn:aws:rds:${place.region}:${place.accountId}:db:${identifier}`;
      return { id: identifier, outputs: { arn, identifier, writer: true } };
    },
    async delete(identifier, { clusterIdentifier }) {
      clusters.get(clusterIdentifier)?.instances.delete(identifier);
    },
  };
}
