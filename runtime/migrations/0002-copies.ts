import type { Migration } from "./migration";

/**
 * What was copied between this database and the table: the fingerprint that both sides had then. It lies here, since it is
 * worth nothing without this database.
 */
export const copies: Migration = {
  name: "0002-copies",
  statements: [
    `CREATE TABLE copies (
      owner text COLLATE "C" NOT NULL,
      kind text NOT NULL,
      id text COLLATE "C" NOT NULL,
      fingerprint text NOT NULL,
      PRIMARY KEY (owner, kind, id)
    )`,
  ],
};
