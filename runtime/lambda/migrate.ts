import { migrate } from "../adapters/migrate";
import type { Sql } from "../adapters/sql";
import type { Logger } from "../ports";

export { createJsonLogger } from "../adapters/json-logger";
export { createRdsDataSql } from "../adapters/rds-data-sql";

export interface MigrationPorts {
  sql: Sql;
  logger: Logger;
}

/** Brings the database to the schema of this version; answers with what it did. An error fails the deploy. */
export function createMigration({ sql, logger }: MigrationPorts) {
  return async (): Promise<{ migrations: string[] }> => {
    const migrations = await migrate(sql);
    logger.info({ migrations }, "the database has the newest schema");
    return { migrations };
  };
}
