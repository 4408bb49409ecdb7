/** A value that goes as JSON, and is cast to it in the statement. */
export interface SqlJson {
  json: unknown;
}

/** What a parameter may be. `undefined` is NULL. Texts may have any characters, also those in JSON. */
export type SqlValue = string | number | boolean | SqlJson | null | undefined;

/** By name, without the colon. */
export type SqlParameters = Record<string, SqlValue>;

/**
 * A row of an answer, by column. Whole numbers must be safe integers; a column of the type `json` has the value that it
 * was given; everything that is no number, boolean or JSON is text.
 */
export type SqlRow = Record<string, unknown>;

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

/** A parameter of JSON; NULL for nothing. */
export function asJson(value: unknown): SqlValue {
  return value === undefined || value === null ? null : { json: value };
}

/** Something with this key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof SqlError && error.state === "23505";
}

/** A deadlock, or a transaction that could not be put in an order with another: the same again may succeed. */
export function isConflict(error: unknown): boolean {
  return error instanceof SqlError && (error.state === "40001" || error.state === "40P01");
}
