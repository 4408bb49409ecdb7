import { AwsError } from "../service";
import type { Database } from "../rds-data/database";
import type { AutoPause } from "./auto-pause";

export interface Cluster {
  arn: string;
  identifier: string;
  databaseName: string;
  /** Of the password that RDS made. */
  secretArn: string;
  /** Whether the Data API is switched on. */
  hasEndpoint: boolean;
  /** Identifiers of its instances. Without one nobody answers. */
  instances: Set<string>;
  database: Database;
  pause: AutoPause;
}

/** The account's clusters. */
export class ClusterDirectory {
  readonly #clusters = new Map<string, Cluster>();

  put(cluster: Cluster): void {
    this.#clusters.set(cluster.identifier, cluster);
  }

  get(identifier: string): Cluster | undefined {
    return this.#clusters.get(identifier);
  }

  delete(identifier: string): void {
    this.#clusters.delete(identifier);
  }

  get all(): Cluster[] {
    return [...this.#clusters.values()];
  }

  /** The cluster that the Data API may be used with. Throws as the Data API does. */
  withEndpoint(arn: string): Cluster {
    const cluster = this.all.find((one) => one.arn === arn);
    if (!cluster) throw new AwsError("NotFoundException", `DB cluster ${arn} can't be found.`, 404);
    if (!cluster.hasEndpoint) {
      const message = `HttpEndpoint is not enabled for resource ${arn}`;
      throw new AwsError("HttpEndpointNotEnabledException", message);
    }
    if (cluster.instances.size === 0) {
      throw new AwsError("DatabaseNotFoundException", "The DB cluster doesn't have a DB instance.", 404);
    }
    return cluster;
  }
}
