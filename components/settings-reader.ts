import type { Static, TSchema } from "@sinclair/typebox";
import { schemaFaults } from "../runtime/contract/schema-fault";

/** Raw values by key, without the `parley:` before it. */
export type RawSettings = Record<string, string | undefined>;

/** Reads raw settings one by one, and gathers all that is wrong with them. */
export class SettingsReader {
  private readonly known = new Set<string>();
  private readonly wrong: string[] = [];

  constructor(private readonly raw: RawSettings) {}

  text(key: string, fallback: string, pattern = /\S/, allowed = "a text that is not empty"): string {
    const value = this.read(key) ?? fallback;
    if (!pattern.test(value)) this.fault(key, allowed);
    return value;
  }

  optionalText(key: string, pattern?: RegExp, allowed?: string): string | undefined {
    return this.read(key) === undefined ? undefined : this.text(key, "", pattern, allowed);
  }

  integer(key: string, fallback: number, from: number, to: number): number {
    const text = this.read(key);
    const value = text === undefined ? fallback : /^\d+$/.test(text) ? Number(text) : Number.NaN;
    // Written so that what is no number at all is refused too.
    if (!(value >= from && value <= to)) this.fault(key, `a whole number from ${from} to ${to}`);
    return value;
  }

  /** Above zero, with decimals if wanted. */
  optionalAmount(key: string, most: number): number | undefined {
    const text = this.read(key);
    if (text === undefined) return undefined;
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (!(value > 0 && value <= most)) this.fault(key, `a number above 0, up to ${most}`);
    return value;
  }

  oneOf<T extends string>(key: string, fallback: T, allowed: readonly T[]): T {
    const value = this.read(key) ?? fallback;
    const found = allowed.find((one) => one === value);
    if (found === undefined) this.fault(key, allowed.join(", "));
    return found ?? fallback;
  }

  /** Whether the stack's file says anything about it. */
  has(key: string): boolean {
    return this.read(key) !== undefined;
  }

  /** A text that a schema describes. */
  textOf<T extends TSchema>(key: string, schema: T): Static<T> | undefined {
    return this.checked(key, schema, this.read(key));
  }

  /**
   * A list: YAML in the stack's file, which arrives here as JSON.
   *
   * @param maxChars - of all of it as JSON
   */
  listOf<T extends TSchema>(key: string, schema: T, maxChars: number): Static<T> | undefined {
    const text = this.read(key);
    const list = text === undefined ? undefined : parseJson(text);
    if (text !== undefined && !Array.isArray(list)) {
      this.fault(key, "a list, in YAML or as JSON");
      return undefined;
    }
    const checked = this.checked(key, schema, list);
    const chars = checked === undefined ? 0 : JSON.stringify(checked).length;
    if (chars > maxChars)
      this.faultAt(key, "", `has ${chars} characters as JSON; at most ${maxChars} are allowed.`);
    return checked;
  }

  /** Settings of one thing: a map in the stack's file, which arrives here as JSON. */
  objectOf<T extends TSchema>(key: string, schema: T): Static<T> | undefined {
    const text = this.read(key);
    const value = text === undefined ? undefined : parseJson(text);
    if (text === undefined || (value !== null && typeof value === "object" && !Array.isArray(value)))
      return this.checked(key, schema, value);
    this.fault(key, "a map, in YAML or as JSON");
    return undefined;
  }

  /** Something wrong inside of a value; `explanation` goes on after the name of the field: `must be a string.` */
  faultAt(key: string, field: string, explanation: string): void {
    const place = field.replaceAll(/\.?\b(\d+)\b/g, "[$1]").replace(/^(?=\w)/, ".");
    this.wrong.push(`parley:${key}${place} ${explanation}`);
  }

  fault(key: string, allowed: string): void {
    this.wrong.push(`parley:${key} is ${JSON.stringify(this.raw[key])}; allowed: ${allowed}`);
  }

  /** All faults. Whatever was never read is one: a typing error more often than not. */
  faults(): string[] {
    const unknown = Object.keys(this.raw).filter((key) => !this.known.has(key));
    const settings = [...this.known].join(", ");
    return [...unknown.map((key) => `parley:${key} is not a setting; there are: ${settings}`), ...this.wrong];
  }

  private checked<T extends TSchema>(key: string, schema: T, value: unknown): Static<T> | undefined {
    if (value === undefined) return undefined;
    const faults = [...schemaFaults(schema, value)];
    for (const { field, explanation } of faults) this.faultAt(key, field, explanation);
    return faults.length > 0 ? undefined : (value as Static<T>);
  }

  private read(key: string): string | undefined {
    this.known.add(key);
    return this.raw[key];
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
