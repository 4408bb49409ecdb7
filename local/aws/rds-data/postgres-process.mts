/**
 * PostgreSQL in WebAssembly, in a process of its own: it takes the thread it runs on, and some 400 MB.
 * Only uses TypeScript that can be erased.
 *
 * Argument: the folder of the database.
 */
import { PGlite, types } from "@electric-sql/pglite";
import { btree_gin } from "@electric-sql/pglite/contrib/btree_gin";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { PgAnswer, PgFault, PgRequest, PgRows, PgValue } from "./postgres-message.js";

const [folder = ""] = process.argv.slice(2);

/** Where an empty database is kept, beside the package that made it. */
function templateFolder(): string {
  const packageFolder = path.resolve(fileURLToPath(import.meta.resolve("@electric-sql/pglite")), "../..");
  const { version } = JSON.parse(readFileSync(path.join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return path.resolve(packageFolder, `../../.cache/parley/postgres-${version}`);
}

/** A new database takes 5 s of a processor; a copy of an empty one a fraction. */
async function fillFolder(): Promise<void> {
  if (existsSync(folder)) return;
  const template = templateFolder();
  if (!existsSync(template)) await makeTemplate(template);
  mkdirSync(path.dirname(folder), { recursive: true });
  const copy = `${folder}.new`;
  rmSync(copy, { recursive: true, force: true });
  cpSync(template, copy, { recursive: true });
  renameSync(copy, folder);
}

async function makeTemplate(template: string): Promise<void> {
  mkdirSync(path.dirname(template), { recursive: true });
  const made = `${template}.${process.pid}`;
  await (await PGlite.create(made)).close();
  try {
    renameSync(made, template);
  } catch (error) {
    // Another process was first.
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(template)) throw error;
  }
}

const text = (value: string) => value;

/** Everything as PostgreSQL's own text; elements of arrays too. */
function textParsers(known: Record<number, unknown>): Record<number, (value: string) => PgValue> {
  const isArray = (type: number) => !types.parsers[type];
  return Object.fromEntries(
    Object.keys(known).map((key) => {
      const type = Number(key);
      return [type, isArray(type) ? (value: string) => types.arrayParser(value, text, type) : text];
    }),
  );
}

// Where the packages may not be written to, the database is made in its own folder.
await fillFolder().catch((error: Error) => console.error(`No copy of an empty database: ${error.message}`));
// Of Aurora's extensions those that the program's indices are made with.
const database = await PGlite.create(folder, { extensions: { btree_gin, pg_trgm } });
await database.exec("SET TIME ZONE 'UTC'");
const parsers = textParsers(database.parsers);
const serializers = Object.fromEntries(Object.keys(database.serializers).map((type) => [type, text]));

async function run({ sql, parameters }: PgRequest): Promise<PgRows> {
  const values = parameters.map(({ value }) => value);
  const paramTypes = parameters.map(({ type }) => type);
  const options = { rowMode: "array", parsers, serializers, paramTypes } as const;
  const { rows, fields, affectedRows, command } = await database.query<PgValue[]>(sql, values, options);
  const columns = fields.map(({ name, dataTypeID }) => ({ name, type: dataTypeID }));
  return { columns, rows: rows as PgValue[][], affected: affectedRows ?? 0, command };
}

function fault(error: unknown): PgFault {
  const { message, code, position, detail } = error as PgFault;
  return { message, code, position, detail };
}

async function answer(request: PgRequest): Promise<PgAnswer> {
  try {
    return { id: request.id, rows: await run(request) };
  } catch (error) {
    return { id: request.id, fault: fault(error) };
  }
}

let last: Promise<unknown> = Promise.resolve();
process.on("message", (request: PgRequest) => {
  last = answer(request).then((result) => process.connected && process.send?.(result));
});

const end = () => void last.then(() => database.close()).finally(() => process.exit(0));
process.on("SIGTERM", end).on("disconnect", end);
process.send?.("ready");
