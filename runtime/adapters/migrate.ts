import { createHash } from "node:crypto";
import type { Migration } from "../migrations/migration";
import { migrations as allMigrations } from "../migrations/migrations";
import type { Sql, SqlRow } from "./sql";

/** Any number that nothing else locks: who migrates holds it until all is done or nothing. */
const lock = 5_170_231;

/**
 * Brings a database to the newest schema: runs the migrations that have not run, in one transaction, and records them.
 * Of two at the same time one waits, and then finds nothing to do.
 *
 * @returns the names of those that ran.
 * @throws Error when one that has run was changed since, or the database knows one that the program does not.
 */
export async function migrate(sql: Sql, migrations: readonly Migration[] = allMigrations): Promise<string[]> {
  return sql.transaction(async ({ query }) => {
    await query(`SELECT CAST(pg_advisory_xact_lock(${lock}) AS text) AS locked`);
    await query(
      `CREATE TABLE IF NOT EXISTS migrations (
        name text COLLATE "C" PRIMARY KEY, fingerprint text NOT NULL, ran_at timestamptz NOT NULL DEFAULT now()
      )`,
    );
    const recorded = await query("SELECT name, fingerprint FROM migrations ORDER BY name");
    checkRecord(recorded, migrations);
    const missing = migrations.slice(recorded.length);
    for (const migration of missing) {
      for (const statement of migration.statements) await query(statement);
      await query("INSERT INTO migrations (name, fingerprint) VALUES (:name, :fingerprint)", {
        name: migration.name,
        fingerprint: fingerprintOf(migration),
      });
    }
    return missing.map(({ name }) => name);
  });
}

/** Names a schema by what it is made of: another one has to be migrated to. */
export function schemaFingerprint(migrations: readonly Migration[] = allMigrations): string {
  return sha256(migrations.map(fingerprintOf).join());
}

function checkRecord(recorded: readonly SqlRow[], migrations: readonly Migration[]): void {
  for (const [at, { name, fingerprint }] of recorded.entries()) {
    const known = migrations[at];
    if (!known || known.name !== name)
      throw new Error(`The database has the migration ${name as string}, which this version does not know.`);
    if (fingerprintOf(known) !== fingerprint)
      throw new Error(`The migration ${known.name} has run, and was changed since.`);
  }
}

function fingerprintOf({ name, statements }: Migration): string {
  return sha256(JSON.stringify([name, statements]));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
