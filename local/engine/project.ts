import { readFile } from "node:fs/promises";
import path from "node:path";

import { parse } from "yaml";

import type { Props } from "../aws/service";

/** What the project files and the command line say about a stack. */
export interface Project {
  name: string;
  stack: string;
  /** The program relative to its folder; `.` is the `main` of `package.json`. */
  entry: string;
  /** By full key: `parley:store`. */
  config: Record<string, string>;
  secretKeys: string[];
}

/**
 * Reads `Pulumi.yaml` and `Pulumi.<stack>.yaml` (which may be missing).
 *
 * @param overrides Config that wins over the files; a key without a namespace is the project's own.
 * @throws Error that names the file, and the key where it is about one. Secure values are encrypted for the Pulumi CLI:
 *   each needs an override, which is then a secret.
 */
export async function readProject(
  programDir: string,
  stack: string,
  overrides: Record<string, string> = {},
): Promise<Project> {
  const projectFile = path.join(programDir, "Pulumi.yaml");
  const project = await readYaml(projectFile);
  if (!project) throw new Error(`${projectFile} is missing`);
  if (typeof project.name !== "string") throw new Error(`${projectFile}: name must be a string`);
  const stackFile = path.join(programDir, `Pulumi.${stack}.yaml`);
  const stackConfig: Props = (await readYaml(stackFile))?.config ?? {};
  const given = { ...projectConfig(project), ...stackConfig };
  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  const own = qualified(overrides, project.name);
  for (const [key, value] of Object.entries(qualified(given, project.name))) {
    if (isSecure(value)) secretKeys.push(key);
    if (key in own) continue;
    if (isSecure(value)) throw secureValueError(key, stackFile);
    config[key] = text(value);
  }
  Object.assign(config, own);
  return { name: project.name, stack, entry: project.main ?? ".", config, secretKeys };
}

async function readYaml(file: string): Promise<Props | undefined> {
  let content: string;
  try {
    content = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return (parse(content) ?? {}) as Props;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** Values of the project file stand for every stack: `key: value`, `key: { value }` or `key: { default }`. */
function projectConfig(project: Props): Props {
  const entries = Object.entries((project.config ?? {}) as Props).map(([key, entry]) => {
    const isDeclaration = entry !== null && typeof entry === "object" && !Array.isArray(entry);
    return [key, isDeclaration ? (entry.value ?? entry.default) : entry];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function qualified<T>(config: Record<string, T>, project: string): Record<string, T> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}

function isSecure(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isSecure);
  if (value === null || typeof value !== "object") return false;
  return "secure" in value || Object.values(value).some(isSecure);
}

function secureValueError(key: string, file: string): Error {
  return new Error(
    `${key} in ${file} is a secure value, which only the Pulumi CLI can decrypt. ` +
      `For a local run give it a value of its own: --config ${key}=VALUE`,
  );
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
