import { AwsError, type Props } from "../service";
import { Postgres, PostgresError } from "./postgres";
import type { PgRows } from "./postgres-message";
import { type ResultOptions, toResult, unknownTypes, unsupportedType } from "./result";
import { SessionQueue } from "./session-queue";
import { bindParameters } from "./statement-parameters";
import { Transactions } from "./transactions";

/** The database of a cluster, as the Data API uses it. Faults are the Data API's own. */
export class Database {
  readonly #postgres: Postgres;
  readonly #queue = new SessionQueue();
  readonly transactions: Transactions;
  readonly #enums = new Set<number>();

  constructor(folder: string, log: (line: string) => void) {
    this.#postgres = new Postgres(folder, log, () => this.transactions.forget());
    this.transactions = new Transactions(this.#postgres, this.#queue);
  }

  /** Begins the process of the database, when there is none. */
  async start(): Promise<void> {
    await this.#postgres.start();
  }

  /** Ends the process. Transactions that were open are rolled back by that. */
  async stop(): Promise<void> {
    this.transactions.forget();
    await this.#postgres.stop();
  }

  /** As `stop`, for good. */
  async close(): Promise<void> {
    const closed = this.#postgres.close();
    this.transactions.forget();
    await closed;
  }

  async execute(
    sql: string,
    parameters: Props[] | undefined,
    transactionId: string | undefined,
    options: ResultOptions,
  ): Promise<Props> {
    return this.#inSession(transactionId, async () => {
      const result = await this.#run(sql, parameters);
      return toResult(result, await this.#enumsOf(result), options);
    });
  }

  /** One statement with many sets of parameters: all of them, or none. */
  async executeBatch(
    sql: string,
    parameterSets: Props[][],
    transactionId: string | undefined,
  ): Promise<Props> {
    const runAll = async () => {
      for (const parameters of parameterSets) await this.#run(sql, parameters);
      return { updateResults: parameterSets.map(() => ({ generatedFields: [] })) };
    };
    if (transactionId) return this.#inSession(transactionId, runAll);
    const id = await this.transactions.begin();
    try {
      const result = await this.#inSession(id, runAll);
      await this.transactions.commit(id);
      return result;
    } catch (error) {
      await this.transactions.rollBack(id).catch(() => undefined);
      throw error;
    }
  }

  async #inSession<T>(transactionId: string | undefined, work: () => Promise<T>): Promise<T> {
    if (transactionId) return this.transactions.within(transactionId, work);
    const release = await this.#queue.take();
    try {
      return await work();
    } finally {
      release();
    }
  }

  async #run(sql: string, given: Props[] | undefined): Promise<PgRows> {
    const { sql: bound, parameters } = bindParameters(sql, given);
    try {
      return await this.#postgres.run(bound, parameters);
    } catch (error) {
      throw error instanceof PostgresError ? asAwsError(error) : error;
    }
  }

  async #enumsOf(result: PgRows): Promise<ReadonlySet<number>> {
    for (const type of unknownTypes(result)) {
      if (this.#enums.has(type)) continue;
      const found = await this.#postgres.run("SELECT typname, typtype FROM pg_type WHERE oid = $1", [
        { value: String(type), type: 26 },
      ]);
      const [name, kind] = found.rows[0] ?? [];
      if (kind !== "e") throw unsupportedType(String(name));
      this.#enums.add(type);
    }
    return this.#enums;
  }
}

function asAwsError({ fault }: PostgresError): AwsError {
  if (fault.message === "cannot insert multiple commands into a prepared statement")
    return new AwsError("ValidationException", "Multistatements aren't supported");
  const parts = [
    `ERROR: ${fault.message}`,
    fault.detail && `Detail: ${fault.detail}`,
    fault.position && `Position: ${fault.position}`,
    `SQLState: ${fault.code ?? "XX000"}`,
  ];
  return new AwsError("DatabaseErrorException", parts.filter(Boolean).join("; "));
}
