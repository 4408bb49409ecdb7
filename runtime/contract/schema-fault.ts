import { FormatRegistry, type TObject, type TSchema } from "@sinclair/typebox";
import { Errors, type ValueError, ValueErrorType } from "@sinclair/typebox/errors";

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;
FormatRegistry.Set("date-time", (text) => dateTime.test(text) && !Number.isNaN(Date.parse(text)));

/** How much of a wrong value is given back. */
const shownChars = 40;

/** What is wrong with a value. */
export interface SchemaFault {
  /** Where: `presets.0.name`; empty for the value itself. */
  field: string;
  /** What it has and what is allowed, as the end of a sentence about the field: `must be a string, not 7.` */
  explanation: string;
}

/** Everything that the schema has against a value, the first of each field. */
export function* schemaFaults(schema: TSchema, value: unknown): Generator<SchemaFault> {
  const told = new Set<string>();
  for (const error of Errors(schema, value)) {
    if (told.has(error.path)) continue;
    told.add(error.path);
    const cause = causeOf(error);
    yield { field: fieldOf(cause), explanation: explain(cause) };
  }
}

/** `/messages/0/text` is `messages.0.text`. */
function fieldOf({ path }: ValueError): string {
  return path.slice(1).replaceAll("/", ".");
}

/**
 * A union says only that nothing fitted; the variant that is meant knows why: the one whose constant fields (`role`,
 * `type`) are the value's, else the one of the value's own type.
 */
function causeOf(error: ValueError): ValueError {
  if (error.type !== ValueErrorType.Union) return error;
  const variants = error.errors.map((faults) => [...faults]).filter((faults) => faults.length > 0);
  const meant = variants.filter((faults) => !faults.some((fault) => isConstantOf(error, fault)));
  const closest = meant
    // A thing of another type lacks all that this type has: its type says it best.
    .map((faults) => causeOf(faults.find(({ type }) => type === ValueErrorType.Literal) ?? faults[0]!))
    .find(({ type, path }) => path !== error.path || !typeErrors.has(type));
  return closest ?? noConstant(error, variants) ?? error;
}

/** Whether a fault is that of a constant field of the union's own value. */
function isConstantOf({ path }: ValueError, fault: ValueError): boolean {
  return fault.type === ValueErrorType.Literal && fault.path.slice(0, fault.path.lastIndexOf("/")) === path;
}

/** No variant has the value's constant: all that are allowed, where they are constants of one field. */
function noConstant(error: ValueError, variants: ValueError[][]): ValueError | undefined {
  const constants = variants.flatMap((faults) => faults.find((fault) => isConstantOf(error, fault)) ?? []);
  const [first] = constants;
  if (!first || constants.some(({ path }) => path !== first.path)) return undefined;
  return { ...first, schema: { ...first.schema, anyOf: constants.map(({ schema }) => schema) } };
}

const typeWords = new Map<unknown, string>([
  ["string", "a string"],
  ["number", "a number"],
  ["integer", "an integer"],
  ["boolean", "true or false"],
  ["object", "a JSON object"],
  ["array", "a list"],
  ["null", "null"],
]);

const typeErrors = new Set([
  ValueErrorType.String,
  ValueErrorType.Number,
  ValueErrorType.Integer,
  ValueErrorType.Boolean,
  ValueErrorType.Object,
  ValueErrorType.Array,
  ValueErrorType.Null,
  ValueErrorType.Literal,
  ValueErrorType.Union,
]);

function explain({ type, schema, value, path, message }: ValueError): string {
  if (typeErrors.has(type)) return `must be ${describe(schema)}, not ${show(value)}.`;
  const size = typeof value === "string" ? value.length : 0;
  switch (type) {
    case ValueErrorType.StringMaxLength:
      return `has ${size} characters; at most ${schema["maxLength"]} are allowed.`;
    case ValueErrorType.StringMinLength:
      return `has ${size} characters; at least ${schema["minLength"]} must be there.`;
    case ValueErrorType.StringPattern:
      return `is ${show(value)}; allowed: ${schema["description"] ?? schema["pattern"]}`;
    case ValueErrorType.StringFormat:
      return `is ${show(value)}; it must be a ${schema["format"]} as in RFC 3339.`;
    case ValueErrorType.ArrayMinItems:
      return `has ${(value as unknown[]).length} entries; at least ${schema["minItems"]} must be there.`;
    case ValueErrorType.ArrayMaxItems:
      return `has ${(value as unknown[]).length} entries; at most ${schema["maxItems"]} are allowed.`;
    case ValueErrorType.NumberMinimum:
    case ValueErrorType.IntegerMinimum:
      return `is ${show(value)}; the least allowed is ${schema["minimum"]}.`;
    case ValueErrorType.NumberMaximum:
    case ValueErrorType.IntegerMaximum:
      return `is ${show(value)}; the most allowed is ${schema["maximum"]}.`;
    case ValueErrorType.NumberExclusiveMinimum:
      return `is ${show(value)}; it must be more than ${schema["exclusiveMinimum"]}.`;
    case ValueErrorType.ObjectMaxProperties:
      return `has ${Object.keys(value as object).length} fields; at most ${schema["maxProperties"]} are allowed.`;
    case ValueErrorType.ObjectRequiredProperty:
      return `is missing; it must be ${describe(schema)}.`;
    case ValueErrorType.ObjectAdditionalProperties:
      return `is not a known field; known are ${Object.keys((schema as TObject).properties).join(", ")}.`;
    case ValueErrorType.ObjectMinProperties:
      return `must have at least one of ${Object.keys((schema as TObject).properties).join(", ")}.`;
    default:
      return `${message} (${path}).`;
  }
}

/** What a schema takes, in words. */
function describe(schema: TSchema): string {
  if (schema["anyOf"]) return (schema["anyOf"] as TSchema[]).map(describe).join(" or ");
  if (schema["const"] !== undefined) return JSON.stringify(schema["const"]);
  return typeWords.get(schema["type"]) ?? `of type ${schema["type"]}`;
}

function show(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > shownChars ? `${text.slice(0, shownChars)}…` : text;
}
