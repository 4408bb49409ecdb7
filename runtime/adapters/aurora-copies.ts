import type { Sql } from "./sql";

/** What was copied between the stores of a stack, so that a later copy knows which side has changed since. */
export interface CopyRecords {
  /** Undefined for what was not copied yet. */
  get(thing: CopiedPlace): Promise<string | undefined>;
  /** The fingerprint that both sides have now; undefined forgets it. */
  put(thing: CopiedPlace, fingerprint: string | undefined): Promise<void>;
}

export interface CopiedPlace {
  owner: string;
  kind: "conversation" | "preset";
  id: string;
}

/** Records in the database: they go with it. For a tool of the operator. */
export function createAuroraCopies({ sql }: { sql: Sql }): CopyRecords {
  const place = "owner = :owner AND kind = :kind AND id = :id";
  return {
    async get({ owner, kind, id }) {
      const [row] = await sql.query(`SELECT fingerprint FROM copies WHERE ${place}`, { owner, kind, id });
      return row?.["fingerprint"] as string | undefined;
    },
    async put({ owner, kind, id }, fingerprint) {
      if (fingerprint === undefined) {
        await sql.query(`DELETE FROM copies WHERE ${place}`, { owner, kind, id });
        return;
      }
      await sql.query(
        `INSERT INTO copies (owner, kind, id, fingerprint) VALUES (:owner, :kind, :id, :fingerprint)
        ON CONFLICT (owner, kind, id) DO UPDATE SET fingerprint = excluded.fingerprint`,
        { owner, kind, id, fingerprint },
      );
    },
  };
}
