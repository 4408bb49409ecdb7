/** What a parameter may be. JSON goes as text and is cast in the statement; `undefined` is NULL. */
export type SqlValue = string | number | boolean | null | undefined;

/** By name, without the colon. */
export type SqlParameters = Record<string, SqlValue>;

/** A row of an answer, by column. Whole numbers must be safe integers; everything that is no number or boolean is text. */
export type SqlRow = Record<string, string | number | boolean | null>;

/** A PostgreSQL database. Statements are plain SQL of PostgreSQL 15, their parameters `:name`. */
export interface Sql {
  /**
   * Runs one statement; its rows. Sent again when it lost against another one.
   *
   * @throws SqlError when the database refuses it.
   */
  query(statement: string, parameters?: SqlParameters): Promise<SqlRow[]>;
  /**
   * Runs statements together, all of them or none. `run` is called again from its beginning when it lost against
   * another transaction, so it must do nothing but ask `sql`.
   */
  transaction<T>(run: (sql: Pick<Sql, "query">) => Promise<T>): Promise<T>;
}

/**
 * The database refused a statement. The message has the statement's first line and no value: what a person wrote
 * must not come into a log.
 */
export class SqlError extends Error {
  constructor(
    /** PostgreSQL's SQLSTATE: `23505`. */
    readonly state: string,
    message: string,
  ) {
    super(message);
    this.name = "SqlError";
  }
}

/** Something with this key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof SqlError && error.state === "23505";
}

/** A deadlock, or a transaction that could not be put in an order with another: the same again may succeed. */
export function isConflict(error: unknown): boolean {
  return error instanceof SqlError && (error.state === "40001" || error.state === "40P01");
}
