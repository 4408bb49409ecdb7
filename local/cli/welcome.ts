import path from "node:path";

import type { ModelOptions } from "../aws/sagemaker/model-options";
import type { StackOutput } from "../engine/state";
import { defaultDataDir } from "./start-options";

/** What a person reads when the stack is up: where it is, how to get the key, how to stop. No secret is in it. */
export function welcome(
  outputs: Record<string, StackOutput>,
  dataDir: string,
  summary: string,
  programDir: string,
  model: ModelOptions = {},
): string {
  const isDefault = dataDir === path.join(programDir, defaultDataDir);
  const data = isDefault ? "" : ` --data ${dataDir}`;
  const rows: Array<[string, unknown]> = [
    ["chatUrl", outputs.chatUrl?.value],
    ["invokeUrl", outputs.invokeUrl?.value],
    ["apiKey", `npm run -s output apiKey -- --show-secrets${data}`],
    ["model", describe(model)],
    ["data", dataDir],
    ["stop", "Ctrl-C"],
  ];
  const known = rows.filter(([, value]) => value !== undefined);
  return [
    "",
    `The stack is up: ${summary}.`,
    "",
    ...known.map(([name, value]) => `  ${name.padEnd(10)} ${String(value)}`),
  ].join("\n");
}

function describe({ url, model }: ModelOptions): string {
  if (!url) return "the built-in demo model; PARLEY_MODEL_URL names a real one";
  return model ? `${model} at ${url}` : url;
}
