import path from "node:path";

import type { ProtectedError } from "../engine/protected-error";
import { defaultDataDir } from "./start-options";

/** What to do when a start would delete the database: the commands for going on with it, and for going back without a loss. */
export function wayBack(error: ProtectedError, dataDir: string, programDir: string): string {
  if (error.type !== "aws:rds/cluster:Cluster") return error.message;
  const data = dataDir === path.join(programDir, defaultDataDir) ? [] : [`--data ${dataDir}`];
  const start = (...settings: string[]) => {
    const args = [...data, ...settings.map((setting) => `--config parley:${setting}`)];
    return `  npm start${args.length > 0 ? ` -- ${args.join(" ")}` : ""}`;
  };
  return [
    "This stack keeps conversations in Aurora, and this start was without parley:store=aurora. Nothing was deleted.",
    "",
    "To go on with Aurora:",
    start("store=aurora"),
    "",
    "To go back to the table, start once without the protection of the data,",
    start("store=aurora", "deletionProtection=false"),
    "copy in another terminal what was written there,",
    `  npm run migrate-store -- --from aurora --to dynamodb --data ${dataDir}`,
    "end the stack with Ctrl-C, and start as ever:",
    start(),
  ].join("\n");
}
