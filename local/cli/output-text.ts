import type { StackOutput } from "../engine/state";

export interface OutputTextOptions {
  /** One output by name; all of them when unset. */
  name?: string;
  json: boolean;
  /** Otherwise a secret reads `[secret]`. */
  showSecrets: boolean;
}

/** What `pulumi stack output` would print. Throws for a name that is not there, naming those that are. */
export function outputText(outputs: Record<string, StackOutput>, options: OutputTextOptions): string {
  const { name, json } = options;
  const names = Object.keys(outputs).toSorted();
  const shown = (key: string) => visible(outputs[key], options.showSecrets);
  if (name !== undefined) {
    if (!Object.hasOwn(outputs, name)) {
      throw new Error(`The stack has no output "${name}"; it has ${names.join(", ") || "none"}`);
    }
    return json ? JSON.stringify(shown(name), null, 2) : text(shown(name));
  }
  if (json) return JSON.stringify(Object.fromEntries(names.map((key) => [key, shown(key)])), null, 2);
  if (names.length === 0) return "The stack has no outputs";
  const width = Math.max("OUTPUT".length, ...names.map((key) => key.length));
  const rows = [["OUTPUT", "VALUE"] as const, ...names.map((key) => [key, text(shown(key))] as const)];
  const lines = rows.map(([key, value]) => `    ${key.padEnd(width)}  ${value}`);
  return [`Current stack outputs (${names.length}):`, ...lines].join("\n");
}

function visible(output: StackOutput | undefined, showSecrets: boolean): unknown {
  return output?.secret && !showSecrets ? "[secret]" : output?.value;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
