import type { TSchema } from "@sinclair/typebox";
import { namedSchemas } from "./named-schemas";

/** A part of the document. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const names = new Map(Object.entries(namedSchemas).map(([name, schema]) => [signature(schema), name]));

/** The schema as the document has it: plain JSON, where what has a name is referred to by it. */
export function documented(schema: TSchema): Json {
  return referring(plain(schema));
}

/** `components.schemas`: each named schema, referring to the others. */
export function documentedSchemas(): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(namedSchemas).map(([name, schema]) => [name, insideReferring(plain(schema))]),
  );
}

/** A copy without TypeBox's own marks, which are symbols. */
function plain(schema: TSchema): Json {
  return JSON.parse(JSON.stringify(schema)) as Json;
}

/** What a schema is, whatever it says of itself where it is used. */
function signature(schema: unknown): string {
  const { description: _, ...rest } = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
  return JSON.stringify(rest);
}

function referring(schema: Json): Json {
  if (schema === null || typeof schema !== "object") return schema;
  const name = Array.isArray(schema) ? undefined : names.get(signature(schema));
  if (name === undefined) return insideReferring(schema);
  const reference = { $ref: `#/components/schemas/${name}` };
  const { description } = schema as { description?: Json };
  return description === undefined ? reference : { ...reference, description };
}

function insideReferring(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(referring);
  if (schema === null || typeof schema !== "object") return schema;
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, referring(value)]));
}
