import { parse } from "yaml";

/** What a `#cloud-config` document asks of a machine, of what the embedded cloud can do. */
export interface CloudConfigDocument {
  packages: string[];
  files: { path: string; content: string; permissions: number }[];
  /** Each is a program and its arguments. */
  commands: string[][];
}

/** Reads user data. Throws for whatever a real machine would do and an embedded one cannot, naming it. */
export function parseCloudConfig(userData: string): CloudConfigDocument {
  if (!userData.startsWith("#cloud-config\n")) {
    const start = JSON.stringify(userData.slice(0, 20));
    throw new Error(`User data has to begin with a line "#cloud-config"; this begins with ${start}.`);
  }
  const document: unknown = parse(userData) ?? {};
  const { packages, write_files, runcmd, ...others } = record(document, "The document");
  refuseOthers(others, "The document");
  return {
    packages: list(packages, "packages").map((name, index) => text(name, `packages[${index}]`)),
    files: list(write_files, "write_files").map(parseFile),
    commands: list(runcmd, "runcmd").map(parseCommand),
  };
}

function parseFile(value: unknown, index: number): CloudConfigDocument["files"][number] {
  const where = `write_files[${index}]`;
  const { path, content, permissions, ...others } = record(value, where);
  refuseOthers(others, where);
  return {
    path: text(path, `${where}.path`),
    content: text(content, `${where}.content`),
    permissions: Number.parseInt(text(permissions ?? "0644", `${where}.permissions`), 8),
  };
}

function parseCommand(value: unknown, index: number): string[] {
  const where = `runcmd[${index}]`;
  if (typeof value === "string") {
    throw new Error(`${where} is shell text (${JSON.stringify(value)}); only lists are supported.`);
  }
  return list(value, where).map((word, position) => text(word, `${where}[${position}]`));
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new Error(`${where} of the user data has to be a mapping.`);
}

function list(value: unknown, where: string): unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new Error(`${where} of the user data has to be a list.`);
}

function text(value: unknown, where: string): string {
  if (typeof value === "string") return value;
  throw new Error(`${where} of the user data has to be a string.`);
}

function refuseOthers(others: Record<string, unknown>, where: string): void {
  const [key] = Object.keys(others);
  if (key)
    throw new Error(`${where} of the user data holds "${key}", which the embedded EC2 does not support.`);
}
