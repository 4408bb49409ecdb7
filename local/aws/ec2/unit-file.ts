/** A systemd service, as far as the embedded EC2 runs it. */
export interface Unit {
  /** Program and arguments. */
  command: string[];
  /** Paths of environment files, in order. */
  environmentFiles: string[];
  environment: Record<string, string>;
  /** @default the root of the machine */
  workingDirectory?: string;
  restart: "always" | "on-failure" | "no";
  restartDelayMs: number;
}

/** What a laptop cannot or need not do: they narrow what the process may, or say what is so here anyway. */
const withoutEffect = new Set([
  "Unit.Description",
  "Unit.After",
  "Unit.Wants",
  "Unit.StartLimitIntervalSec",
  "Service.Type",
  "Service.DynamicUser",
  "Service.KillSignal",
  "Service.TimeoutStopSec",
  "Service.LimitNOFILE",
  "Service.NoNewPrivileges",
  "Service.ProtectSystem",
  "Service.ProtectHome",
  "Service.ProtectKernelTunables",
  "Service.ProtectKernelModules",
  "Service.ProtectControlGroups",
  "Service.PrivateTmp",
  "Service.PrivateDevices",
  "Service.RestrictAddressFamilies",
  "Service.RestrictNamespaces",
  "Service.LockPersonality",
  "Service.CapabilityBoundingSet",
  "Install.WantedBy",
]);

/** Reads a unit file. Throws for a setting that is not supported, naming it. */
export function parseUnitFile(content: string): Unit {
  const unit: Unit = {
    command: [],
    environmentFiles: [],
    environment: {},
    restart: "no",
    restartDelayMs: 100,
  };
  for (const [setting, value] of settings(content)) {
    if (setting === "Service.ExecStart") unit.command = words(value);
    else if (setting === "Service.EnvironmentFile") unit.environmentFiles.push(value);
    else if (setting === "Service.Environment")
      Object.assign(unit.environment, parseEnvironment(words(value).join("\n")));
    else if (setting === "Service.WorkingDirectory") unit.workingDirectory = value;
    else if (setting === "Service.Restart") unit.restart = parseRestart(value);
    else if (setting === "Service.RestartSec") unit.restartDelayMs = parseDuration(value);
    else if (!withoutEffect.has(setting))
      throw new Error(`The setting ${setting}=${value} is not supported.`);
  }
  if (unit.command.length === 0) throw new Error("The unit has no ExecStart.");
  return unit;
}

/** Reads lines `NAME=value`, as systemd does for an environment file without quotes. */
export function parseEnvironment(content: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const line of meaningfulLines(content)) {
    const equals = line.indexOf("=");
    const value = line.slice(equals + 1);
    if (equals < 1 || /["'\\]/.test(value))
      throw new Error(`Not supported as an environment variable: ${line}`);
    variables[line.slice(0, equals)] = value;
  }
  return variables;
}

function* settings(content: string): Generator<[setting: string, value: string]> {
  let section = "";
  for (const line of meaningfulLines(content)) {
    const header = /^\[(\w+)\]$/.exec(line);
    const entry = /^(\w+)\s*=\s*(.*)$/.exec(line);
    if (header?.[1]) section = header[1];
    else if (entry?.[1] && entry[2] !== undefined) yield [`${section}.${entry[1]}`, entry[2]];
    else throw new Error(`Not a line of a unit file: ${line}`);
  }
}

function meaningfulLines(content: string): string[] {
  return content
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith(";"));
}

function words(value: string): string[] {
  if (/["'\\$%;]/.test(value)) throw new Error(`Quotes and expansions are not supported: ${value}`);
  return value.split(/\s+/).filter(Boolean);
}

function parseRestart(value: string): Unit["restart"] {
  if (value === "always" || value === "on-failure" || value === "no") return value;
  throw new Error(`The setting Service.Restart=${value} is not supported.`);
}

function parseDuration(value: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|ms)?$/.exec(value);
  if (!match) throw new Error(`Not a duration in s or ms: ${value}`);
  return Number(match[1]) * (match[2] === "ms" ? 1 : 1000);
}
