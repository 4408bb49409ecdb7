import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type Field,
  RDSDataClient,
  RollbackTransactionCommand,
  type SqlParameter,
} from "@aws-sdk/client-rds-data";
import type { Clock, Wait } from "../ports";
import { createRdsDataRetry } from "./rds-data-retry";
import { toSqlError } from "./rds-data-error";
import type { Sql, SqlParameters, SqlRow, SqlValue } from "./sql";
import { storableJson, storableText, storedJson, storedText } from "./storable-text";
import { systemClock, systemWait } from "./system-clock";

export interface RdsDataSqlOptions {
  /** ARN of the Aurora cluster. */
  clusterArn: string;
  /** ARN of the secret with the user and password that the Data API signs in with. */
  secretArn: string;
  databaseName: string;
  /**
   * How long a call waits for a paused cluster, ms. It takes about 15 s to resume.
   *
   * @default 25_000 - API Gateway answers for a function after 29 s
   */
  resumeWithinMs?: number;
  /** Told each time the cluster said that it is still resuming. */
  onResuming?: () => void;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: RDSDataClient;
  /** @default - the system's clock */
  clock?: Clock;
  /** @default - the system's timers */
  wait?: Wait;
}

/**
 * Aurora PostgreSQL through the RDS Data API. Needs `rds-data:ExecuteStatement`, `rds-data:BeginTransaction`,
 * `rds-data:CommitTransaction` and `rds-data:RollbackTransaction` on the cluster, and
 * `secretsmanager:GetSecretValue` on the secret.
 *
 * An answer has 1 MB and a row of it 64 KB at most, a request 4 MB: statements keep to that.
 */
export function createRdsDataSql(options: RdsDataSqlOptions): Sql {
  const { client = createRdsDataClient(), clock = systemClock, wait = systemWait } = options;
  const { resumeWithinMs = 25_000, onResuming } = options;
  const place = { resourceArn: options.clusterArn, secretArn: options.secretArn };
  const database = options.databaseName;
  const retry = createRdsDataRetry({ clock, wait, resumeWithinMs, onResuming });

  async function execute(sql: string, parameters: SqlParameters, transactionId?: string): Promise<SqlRow[]> {
    const command = new ExecuteStatementCommand({
      ...place,
      database,
      transactionId,
      sql,
      parameters: Object.entries(parameters).map(toParameter),
      includeResultMetadata: true,
    });
    try {
      const { records = [], columnMetadata = [] } = await client.send(command);
      return records.map((fields) =>
        Object.fromEntries(
          fields.map((field, at) => [
            columnMetadata[at]?.name ?? "",
            toValue(field, columnMetadata[at]?.typeName),
          ]),
        ),
      );
    } catch (error) {
      throw toSqlError(error, sql);
    }
  }

  async function transact<T>(run: (sql: Pick<Sql, "query">) => Promise<T>): Promise<T> {
    const { transactionId } = await retry.whileResuming(() =>
      client.send(new BeginTransactionCommand({ ...place, database })),
    );
    try {
      const result = await run({ query: (sql, parameters = {}) => execute(sql, parameters, transactionId) });
      await client.send(new CommitTransactionCommand({ ...place, transactionId }));
      return result;
    } catch (error) {
      // It ends by itself after three minutes; what is told is why it failed.
      await client.send(new RollbackTransactionCommand({ ...place, transactionId })).catch(() => undefined);
      throw toSqlError(error, "COMMIT");
    }
  }

  return {
    query: (sql, parameters = {}) =>
      retry.onConflict(() => retry.whileResuming(() => execute(sql, parameters))),
    transaction: (run) => retry.onConflict(() => transact(run)),
  };
}

/** A statement may run for 45 s, then the Data API ends it. */
function createRdsDataClient(): RDSDataClient {
  return new RDSDataClient({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 50_000, throwOnRequestTimeout: true },
  });
}

function toParameter([name, value]: [string, SqlValue]): SqlParameter {
  return { name, value: toField(value) };
}

function toField(value: SqlValue): Field {
  if (value === null || value === undefined) return { isNull: true };
  if (typeof value === "string") return { stringValue: storableText(value) };
  if (typeof value === "boolean") return { booleanValue: value };
  if (typeof value === "object") return { stringValue: storableJson(value.json) };
  return Number.isInteger(value) ? { longValue: value } : { doubleValue: value };
}

function toValue(
  { stringValue, longValue, doubleValue, booleanValue }: Field,
  typeName: string | undefined,
): SqlRow[string] {
  if (stringValue !== undefined)
    return typeName === "json" ? storedJson(stringValue) : storedText(stringValue);
  return longValue ?? doubleValue ?? booleanValue ?? null;
}
