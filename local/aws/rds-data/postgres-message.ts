/** What goes between the process of a database and the one that started it. */

/** A value as PostgreSQL writes it as text. Arrays are taken apart. */
export type PgValue = string | null | PgValue[];

export interface PgRequest {
  id: number;
  sql: string;
  /** For `$1`, `$2`, …: text, and the object id of the type; 0 leaves the type to PostgreSQL. */
  parameters: { value: string | null; type: number }[];
}

export interface PgRows {
  columns: { name: string; type: number }[];
  rows: PgValue[][];
  /** Rows that the statement inserted, changed or deleted. */
  affected: number;
  /** `SELECT`, `INSERT`, `COMMIT`: the first word of what PostgreSQL says it did. */
  command?: string;
}

export interface PgFault {
  message: string;
  /** SQLSTATE. Unset when PostgreSQL itself did not come to speak. */
  code?: string;
  /** In characters of the statement, from 1. */
  position?: string;
  detail?: string;
}

export type PgAnswer = { id: number } & ({ rows: PgRows } | { fault: PgFault });
