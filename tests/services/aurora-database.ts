import { afterAll, beforeAll } from "vitest";
import { migrate } from "../../runtime/adapters/migrate";
import { createRdsDataSql } from "../../runtime/adapters/rds-data-sql";
import type { Sql } from "../../runtime/adapters/sql";
import { openCluster } from "./rds-cluster";

/** A cluster of the embedded cloud with the program's schema, as the real client of the Data API reaches it. */
export interface AuroraDatabase {
  readonly sql: Sql;
  /** Takes everything out of its tables. */
  clear(): Promise<void>;
}

/** Opens the database before the file's tests, and ends it after them. */
export function auroraDatabase(): AuroraDatabase {
  let cluster: Awaited<ReturnType<typeof openCluster>>;
  let sql: Sql;
  beforeAll(async () => {
    cluster = await openCluster();
    const { resourceArn: clusterArn, secretArn, database: databaseName } = cluster.address;
    sql = createRdsDataSql({ clusterArn, secretArn, databaseName, client: cluster.client() });
    await migrate(sql);
  });
  afterAll(() => cluster?.end());
  return {
    get sql() {
      return sql;
    },
    async clear() {
      await sql.query("TRUNCATE conversations, messages, turns, presets, copies");
    },
  };
}
