import type { Preset } from "../contract/preset";
import { Problem } from "../contract/problem";
import type { PresetStore } from "../ports";
import { answerBytes, jsonBytes } from "./aurora-context";
import { toSettings, toSettingsColumns } from "./aurora-settings";
import type { Sql } from "./sql";

export interface AuroraPresetStoreOptions {
  /** A database that was brought to the newest schema by `migrate`. */
  sql: Sql;
}

/** What a row takes besides its settings. */
const presetRowBytes = 1_000;

/** Presets in PostgreSQL. */
export function createAuroraPresetStore({ sql }: AuroraPresetStoreOptions): PresetStore {
  return {
    async listPresets(owner) {
      const presets: Preset[] = [];
      let found: number;
      do {
        const rows = await sql.query(selectPage, { owner, after: presets.at(-1)?.id ?? "" });
        for (const row of rows)
          presets.push({
            id: row["id"] as string,
            name: row["name"] as string,
            settings: toSettings(row) ?? {},
          });
        found = Number(rows[0]?.["found"] ?? 0) - rows.length;
      } while (found > 0);
      return presets;
    },
    async putPreset(owner, { id, name, settings }) {
      await sql.query(
        `INSERT INTO presets (owner, id, name, system, settings, bytes)
        VALUES (:owner, :id, :name, CAST(:system AS text), CAST(:settings AS json), :bytes)
        ON CONFLICT (owner, id) DO UPDATE
        SET name = excluded.name, system = excluded.system, settings = excluded.settings, bytes = excluded.bytes`,
        { owner, id, name, ...toSettingsColumns(settings), bytes: jsonBytes(settings) },
      );
    },
    async deletePreset(owner, id) {
      const deleted = await sql.query("DELETE FROM presets WHERE owner = :owner AND id = :id RETURNING id", {
        owner,
        id,
      });
      if (deleted.length === 0) throw new Problem("not_found", "There is no such preset.");
    },
  };
}

const selectPage = `
  SELECT * FROM (
    SELECT id, name, system, settings, count(*) OVER () AS found, row_number() OVER (ORDER BY id) AS place,
      sum(bytes + ${presetRowBytes}) OVER (ORDER BY id) AS upto
    FROM presets WHERE owner = :owner AND id > :after
  ) page
  WHERE place = 1 OR upto <= ${answerBytes}
  ORDER BY place`;
