import path from "node:path";
import { parseArgs } from "node:util";

import { State } from "../engine/state";
import { outputText } from "./output-text";
import { defaultDataDir } from "./start-options";
import { UsageError, usageError } from "./usage-error";

const help = `Prints the outputs of the local stack, as \`pulumi stack output\` does on AWS.

npm run -s output -- [NAME] [options]

  --json          as JSON
  --show-secrets  secrets in plain text instead of [secret]
  --data DIR      data folder of the stack (default ${defaultDataDir})
  --help          this text
`;

async function main(): Promise<string> {
  const { values, positionals } = parse(process.argv.slice(2));
  if (values.help) return help;
  const [name, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`One NAME at most, not "${positionals.join(" ")}"`);
  const dataDir = path.resolve(values.data ?? path.join(__dirname, "../..", defaultDataDir));
  if (!State.exists(dataDir)) throw new Error(`No stack has run in ${dataDir} yet; \`npm start\` runs one`);
  const { outputs } = await State.open(dataDir);
  const options = { json: values.json, showSecrets: values["show-secrets"] };
  return outputText(outputs, name === undefined ? options : { ...options, name });
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        "show-secrets": { type: "boolean", default: false },
        data: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw usageError(error);
  }
}

main().then(
  (text) => process.stdout.write(`${text}\n`),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
