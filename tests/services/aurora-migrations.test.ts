import { describe, expect, it } from "vitest";
import { migrate } from "../../runtime/adapters/migrate";
import type { Migration } from "../../runtime/migrations/migration";
import { auroraDatabase } from "./aurora-database";

const database = auroraDatabase();

const first: Migration = { name: "0001-bread", statements: ["CREATE TABLE bread (name text)"] };
const second: Migration = { name: "0002-rye", statements: ["INSERT INTO bread VALUES ('rye')"] };
const broken: Migration = {
  name: "0003-broken",
  statements: ["INSERT INTO bread VALUES ('white')", "INSERT INTO no_such_table VALUES (1)"],
};

describe("Migrations", () => {
  it("run once each, whoever else runs them at the same time", async () => {
    const { sql } = database;
    expect(await migrate(sql)).toEqual([]);
    await sql.query("DELETE FROM migrations");
    expect(await migrate(sql, [first])).toEqual(["0001-bread"]);
    const runs = await Promise.all([1, 2, 3].map(() => migrate(sql, [first, second])));
    expect(runs.flat()).toEqual(["0002-rye"]);
    expect(await sql.query("SELECT name FROM bread")).toEqual([{ name: "rye" }]);
  });

  it("leave nothing of one that fails", async () => {
    const { sql } = database;
    await expect(migrate(sql, [first, second, broken])).rejects.toThrow('"no_such_table" does not exist');
    expect(await sql.query("SELECT name FROM bread")).toEqual([{ name: "rye" }]);
    expect(await sql.query("SELECT name FROM migrations ORDER BY name")).toEqual([
      { name: "0001-bread" },
      { name: "0002-rye" },
    ]);
  });

  it("refuse one that was changed after it ran, and a database that is ahead", async () => {
    const { sql } = database;
    const changed = { ...second, statements: ["SELECT 1"] };
    await expect(migrate(sql, [first, changed])).rejects.toThrow(
      "The migration 0002-rye has run, and was changed since.",
    );
    await expect(migrate(sql, [first])).rejects.toThrow(
      "The database has the migration 0002-rye, which this version does not know.",
    );
  });
});
