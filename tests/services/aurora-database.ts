import { migrate } from "../../runtime/adapters/migrate";
import { createRdsDataSql } from "../../runtime/adapters/rds-data-sql";
import type { Sql } from "../../runtime/adapters/sql";
import { openCluster } from "./rds-cluster";

export interface AuroraDatabase {
  sql: Sql;
  /** Takes everything out of its tables. */
  clear(): Promise<void>;
  end(): Promise<void>;
}

/** A cluster of the embedded cloud with the program's schema, as the real client of the Data API reaches it. */
export async function openAuroraDatabase(): Promise<AuroraDatabase> {
  const cluster = await openCluster();
  const { resourceArn: clusterArn, secretArn, database: databaseName } = cluster.address;
  const sql = createRdsDataSql({ clusterArn, secretArn, databaseName, client: cluster.client() });
  await migrate(sql);
  return {
    sql,
    async clear() {
      await sql.query("TRUNCATE conversations, messages, turns, presets, copies");
    },
    end: () => cluster.end(),
  };
}
