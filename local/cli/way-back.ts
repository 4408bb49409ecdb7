import { parseArgs } from "node:util";

import type { ProtectedError } from "../engine/protected-error";
import { startArguments } from "./start-options";

/**
 * What to do when a start would delete the database: the commands for going on with it, and for going back without a loss.
 *
 * @param argv - of that start
 */
export function wayBack(error: ProtectedError, argv: string[], dataDir: string): string {
  if (error.type !== "aws:rds/cluster:Cluster") return error.message;
  const start = (...settings: string[]) => {
    const args = [...kept(argv), ...settings.flatMap((setting) => ["--config", `parley:${setting}`])];
    return `  npm start${args.length > 0 ? ` -- ${args.map(quoted).join(" ")}` : ""}`;
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
    `  npm run migrate-store -- --from aurora --to dynamodb --data ${quoted(dataDir)}`,
    "end the stack with Ctrl-C, and start as ever:",
    start(),
  ].join("\n");
}

/** What was given, but what the commands say themselves. */
function kept(argv: string[]): string[] {
  const { tokens } = parseArgs({ args: argv, options: startArguments, tokens: true });
  return tokens.flatMap((token) => {
    if (token.kind !== "option" || token.name === "reset") return [];
    if (token.value === undefined) return [token.rawName];
    const isSaid = token.name === "config" && /^(parley:)?(store|deletionProtection)=/.test(token.value);
    return isSaid ? [] : [token.rawName, token.value];
  });
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
