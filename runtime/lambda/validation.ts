import type { Static, TSchema } from "@sinclair/typebox";
import { Problem } from "../contract/problem";
import { schemaFaults } from "../contract/schema-fault";

/**
 * The value, if the schema takes it.
 *
 * @param whole - what the value is called when no field of it is to blame: `body`, `query`.
 * @throws Problem `bad_request` naming the field, what it has and what is allowed.
 */
export function check<T extends TSchema>(schema: T, value: unknown, whole: string): Static<T> {
  const [fault] = schemaFaults(schema, value);
  if (!fault) return value as Static<T>;
  throw new Problem("bad_request", `${fault.field || whole}: ${fault.explanation}`);
}
