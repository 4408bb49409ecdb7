import { ModelFailure } from "../chat-model";

/** A JSON schema, as far as it is read. */
export interface JsonSchema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
}

/** Below it only what is required is filled in: a schema may name itself. */
const fullDepth = 4;
const maxDepth = 30;

const formats: Record<string, string> = {
  date: "2026-01-01",
  "date-time": "2026-01-01T00:00:00Z",
  time: "00:00:00Z",
  email: "demo@example.com",
  uri: "https://example.com/",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/**
 * A value that fits a schema, made of words. The same for the same words.
 *
 * @throws ModelFailure 400 for a schema that it cannot follow, as a model server refuses one
 */
export function fittingValue(schema: JsonSchema, words: readonly string[]): unknown {
  return new Fitting(schema, words.length > 0 ? words : ["nothing"]).value(schema, 0);
}

class Fitting {
  #used = 0;

  constructor(
    private readonly root: JsonSchema,
    private readonly words: readonly string[],
  ) {}

  value(schema: JsonSchema, depth: number): unknown {
    if (depth > maxDepth) throw refusal("it names itself without end");
    if (schema.$ref !== undefined) return this.value(this.#referred(schema.$ref), depth + 1);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return schema.enum[this.#next() % schema.enum.length];
    const variant = schema.anyOf?.[0] ?? schema.oneOf?.[0];
    if (variant) return this.value(variant, depth + 1);
    if (schema.allOf) return this.#all(schema.allOf, depth);
    return this.#typed(schema, depth);
  }

  #typed(schema: JsonSchema, depth: number): unknown {
    const type = [schema.type ?? (schema.properties ? "object" : "string")].flat()[0];
    switch (type) {
      case "object":
        return this.#object(schema, depth);
      case "array":
        return this.#array(schema, depth);
      case "string":
        return this.#text(schema);
      case "integer":
      case "number":
        return this.#number(schema);
      case "boolean":
        return this.#next() % 2 === 0;
      case "null":
        return null;
      default:
        throw refusal(`there is no type ${JSON.stringify(type)}`);
    }
  }

  #object({ properties = {}, required = [] }: JsonSchema, depth: number): object {
    const names = Object.keys(properties).filter((name) => depth < fullDepth || required.includes(name));
    return Object.fromEntries(names.map((name) => [name, this.value(properties[name]!, depth + 1)]));
  }

  #array({ items = {}, minItems = 0, maxItems = Infinity }: JsonSchema, depth: number): unknown[] {
    const wanted = depth < fullDepth ? 2 : 0;
    const length = Math.min(maxItems, Math.max(minItems, wanted));
    return Array.from({ length }, () => this.value(items, depth + 1));
  }

  #text({ pattern, format, minLength = 0, maxLength = Infinity }: JsonSchema): string {
    if (pattern !== undefined) throw refusal("it has a pattern, which a demonstration cannot follow");
    const text = (format && formats[format]) ?? this.words[this.#next() % this.words.length]!;
    return text.padEnd(minLength, "…").slice(0, maxLength);
  }

  #number({ minimum = 0, exclusiveMinimum = -1, maximum = Infinity }: JsonSchema): number {
    return Math.min(maximum, Math.max(minimum, exclusiveMinimum + 1, this.#next()));
  }

  #all(schemas: JsonSchema[], depth: number): unknown {
    return Object.assign({}, ...schemas.map((schema) => this.value(schema, depth + 1)));
  }

  #referred(reference: string): JsonSchema {
    const path = reference.replace(/^#\/?/, "").split("/").filter(Boolean);
    const found = path.reduce<unknown>(
      (at, name) => (at as Record<string, unknown> | undefined)?.[name],
      this.root,
    );
    if (typeof found === "object" && found !== null) return found;
    throw refusal(`there is nothing at ${reference}`);
  }

  #next(): number {
    return this.#used++;
  }
}

function refusal(why: string): ModelFailure {
  return new ModelFailure(400, `The schema cannot be followed: ${why}`);
}
