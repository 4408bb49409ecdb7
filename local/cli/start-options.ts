import path from "node:path";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";

import type { ModelOptions } from "../aws/sagemaker/model-options";
import { UsageError, usageError } from "./usage-error";

/** The page, the invoke URL and the AWS endpoint each have a port. */
export interface StackPorts {
  chat: number;
  invoke: number;
  aws: number;
}

export interface StartOptions {
  help: boolean;
  ports: StackPorts;
  /** Absolute. */
  dataDir: string;
  /** By full key: `parley:store`. */
  config: Record<string, string>;
  reset: boolean;
  model?: ModelOptions;
}

/** Where a stack keeps its data when nothing is said, relative to the program's folder. */
export const defaultDataDir = ".parley";

const defaultPort = 7860;
const lastPort = 65535;

export const startHelp = `Runs the chat on this machine: the deployed program on an embedded cloud.

npm start -- [options]

  --port N            port of the chat page; N+1 is the invoke URL, N+2 the AWS endpoint (default ${defaultPort}; 0: free ones)
  --data DIR          folder of everything that is kept (default ${defaultDataDir})
  --config KEY=VALUE  a setting of the stack, over Pulumi.dev.yaml; may be given more than once
  --auth              the page asks for an API key, as it does on AWS
  --reset             deletes all data first
  --help              this text

Environment
  PARLEY_MODEL_URL    an OpenAI-compatible server (http://127.0.0.1:11434/v1 for Ollama); without it, the demo model
  PARLEY_MODEL        the model's name at that server
  PARLEY_MODEL_KEY    its API key
`;

/** As `parseArgs` wants to know them. */
export const startArguments = {
  port: { type: "string", default: String(defaultPort) },
  data: { type: "string" },
  config: { type: "string", multiple: true, default: [] },
  auth: { type: "boolean", default: false },
  reset: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const satisfies ParseArgsOptionsConfig;

/**
 * Reads the command line of `npm start`.
 *
 * @param baseDir The program's folder, where the data is kept by default. `--data` is relative to the current folder.
 * @throws UsageError
 */
export function parseStartOptions(argv: string[], env: NodeJS.ProcessEnv, baseDir: string): StartOptions {
  const values = parse(argv);
  const model = modelOptions(env);
  return {
    help: values.help,
    ports: parsePorts(values.port),
    dataDir: values.data === undefined ? path.join(baseDir, defaultDataDir) : path.resolve(values.data),
    config: {
      "parley:signIn": "none",
      ...parseConfig(values.config),
      ...(values.auth && { "parley:signIn": "key" }),
    },
    reset: values.reset,
    ...(model && { model }),
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: startArguments,
    }).values;
  } catch (error) {
    throw usageError(error);
  }
}

function parsePorts(text: string): StackPorts {
  const chat = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (chat === 0) return { chat: 0, invoke: 0, aws: 0 };
  if (!(chat <= lastPort - 2)) {
    throw new UsageError(
      `--port must be a whole number from 1 to ${lastPort - 2}, or 0 for free ports, not "${text}"`,
    );
  }
  return { chat, invoke: chat + 1, aws: chat + 2 };
}

function parseConfig(settings: string[]): Record<string, string> {
  const entries = settings.map((setting) => {
    const equals = setting.indexOf("=");
    if (equals < 1) throw new UsageError(`--config must be KEY=VALUE, not "${setting}"`);
    const key = setting.slice(0, equals);
    return [key.includes(":") ? key : `parley:${key}`, setting.slice(equals + 1)];
  });
  return Object.fromEntries(entries);
}

function modelOptions(env: NodeJS.ProcessEnv): ModelOptions | undefined {
  const { PARLEY_MODEL_URL: url, PARLEY_MODEL: model, PARLEY_MODEL_KEY: key } = env;
  if (url && !/^https?:$/.test(URL.parse(url)?.protocol ?? "")) {
    throw new UsageError(`PARLEY_MODEL_URL must be a http or https URL, not "${url}"`);
  }
  if (!url && !model && !key) return undefined;
  return { ...(url && { url }), ...(model && { model }), ...(key && { key }) };
}
