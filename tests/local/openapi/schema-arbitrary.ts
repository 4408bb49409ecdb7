import * as fc from "fast-check";
import type { Schema } from "./document";

/** Values that mean something, by the name of the field that may hold them. */
export type KnownValues = Record<string, readonly unknown[]>;

/** Longer strings are what mutations are for. */
const usualChars = 30;

/** Values that a schema takes: all of them in principle, and those at its limits often. */
export function valuesOf(schema: Schema, known: KnownValues): fc.Arbitrary<unknown> {
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one: Schema) => valuesOf(one, known)));
  switch (schema.type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return numbers(schema, fc.integer({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9 }));
    case "number":
      return numbers(schema, fc.double({ min: schema.minimum, max: schema.maximum, noNaN: true }));
    case "string":
      return strings(schema);
    case "array":
      return fc.array(valuesOf(schema.items, known), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, (schema.minItems ?? 0) + 3),
      });
    case "object":
      return objects(schema, known);
    default:
      return fc.jsonValue();
  }
}

function numbers({ minimum, maximum }: Schema, any: fc.Arbitrary<number>): fc.Arbitrary<number> {
  const ends = [minimum, maximum].filter((end) => end !== undefined);
  return ends.length > 0 ? fc.oneof(any, fc.constantFrom(...ends)) : any;
}

function strings({ format, maxLength = usualChars, minLength = 0, pattern }: Schema): fc.Arbitrary<string> {
  if (format === "date-time")
    return fc.date({ noInvalidDate: true, ...years }).map((date) => date.toISOString());
  if (pattern) return fc.stringMatching(new RegExp(pattern)).filter(({ length }) => length <= maxLength);
  const usual = fc.string({ unit: "grapheme", minLength, maxLength: Math.min(maxLength, usualChars) });
  // A grapheme may be several UTF-16 code units.
  const fitting = usual.map((text) => text.slice(0, maxLength));
  return fc.oneof(
    { weight: 9, arbitrary: fitting },
    { weight: 1, arbitrary: fc.constant("x".repeat(maxLength)) },
  );
}

const years = { min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T23:59:59Z") };

function objects({ properties = {}, required = [] }: Schema, known: KnownValues): fc.Arbitrary<unknown> {
  const fields = Object.entries<Schema>(properties).map(([name, schema]) => {
    const any = valuesOf(schema, known);
    const meaningful = known[name];
    return [
      name,
      meaningful ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...meaningful) }, any) : any,
    ] as const;
  });
  return fc.record(Object.fromEntries(fields), { requiredKeys: required, noNullPrototype: true });
}
