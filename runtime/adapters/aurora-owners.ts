import type { Sql } from "./sql";

const atOnce = 1_000;

/** All who have conversations or presets in the database, for a tool of the operator. */
export async function auroraOwners({ sql }: { sql: Sql }): Promise<string[]> {
  const owners: string[] = [];
  let found: string[];
  do {
    const rows = await sql.query(
      `SELECT owner FROM conversations WHERE owner > :after
      UNION SELECT owner FROM presets WHERE owner > :after
      ORDER BY owner LIMIT ${atOnce}`,
      { after: owners.at(-1) ?? "" },
    );
    found = rows.map(({ owner }) => owner as string);
    owners.push(...found);
  } while (found.length === atOnce);
  return owners;
}
