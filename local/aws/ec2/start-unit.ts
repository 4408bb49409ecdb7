import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { freePort } from "../loopback-server";
import type { Machine } from "./machine";
import { parseEnvironment, parseUnitFile } from "./unit-file";
import { UnitProcess } from "./unit-process";

/** The programs a unit may run, by path, with the package that brings them. */
const programs: Record<string, { package: string; path: string }> = {
  "/usr/bin/node-24": { package: "nodejs24", path: process.execPath },
};

/** What a unit needs of this computer's environment. Credentials and the home folder stay outside. */
const inherited = ["PATH", "LANG", "TZ", "SystemRoot"];

/** Starts a unit of the machine, whose file is in `/etc/systemd/system`. One that runs already is left as it is. */
export async function startUnit(machine: Machine, name: string): Promise<void> {
  if (machine.units.has(name)) return;
  const { disk } = machine;
  const unit = parseUnitFile(await readFile(disk.path(`/etc/systemd/system/${name}`), "utf8"));
  const environment = { ...unit.environment };
  for (const file of unit.environmentFiles) {
    Object.assign(environment, parseEnvironment(await readFile(disk.path(file), "utf8")));
  }
  await mkdir(disk.path("/tmp"), { recursive: true });
  const started = new UnitProcess({
    command: localCommand(machine, unit.command),
    cwd: disk.path(unit.workingDirectory ?? "/"),
    environment: await localEnvironment(machine, environment),
    restart: unit.restart,
    restartDelayMs: unit.restartDelayMs,
    log: (line) => machine.log(name, line),
  });
  machine.units.set(name, started);
}

function localCommand(machine: Machine, [path = "", ...args]: string[]): string[] {
  const program = programs[path];
  if (!program)
    throw new Error(`ExecStart=${path} is not supported: ${Object.keys(programs).join(", ")} is.`);
  if (!machine.packages.has(program.package)) {
    throw new Error(`ExecStart=${path} needs the package ${program.package}, which was not installed.`);
  }
  return [program.path, ...args.map((word) => (word.startsWith("/") ? machine.disk.path(word) : word))];
}

/** A value may name a file of the machine, or a URL of the cloud. */
function localValue(machine: Machine, value: string): string {
  const isFile = value.startsWith("/") && existsSync(machine.disk.path(value));
  return isFile ? machine.disk.path(value) : machine.localUrl(value);
}

/**
 * The unit's environment as it has to be on this computer: its port is mapped to a free one on the loopback, as a
 * container runtime does, and AWS is found at the embedded cloud. It holds no keys: those come from instance metadata.
 */
async function localEnvironment(
  machine: Machine,
  environment: Record<string, string>,
): Promise<Record<string, string>> {
  const local: Record<string, string> = {};
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) local[name] = value;
  }
  for (const [name, value] of Object.entries(environment)) local[name] = localValue(machine, value);
  if (environment.PORT) {
    const port = await freePort();
    machine.ports.set(Number(environment.PORT), port);
    Object.assign(local, { HOST: "127.0.0.1", PORT: String(port) });
  }
  return {
    ...local,
    HOME: machine.disk.path("/"),
    TMPDIR: machine.disk.path("/tmp"),
    AWS_ENDPOINT_URL: machine.endpoint,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: machine.metadata.endpoint,
  };
}
