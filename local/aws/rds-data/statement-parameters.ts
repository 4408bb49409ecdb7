import { AwsError, type Props } from "../service";
import type { PgRequest } from "./postgres-message";

type Parameter = PgRequest["parameters"][number];

/** Object ids of PostgreSQL's types, by the hints that the Data API knows. */
const hinted: Record<string, number> = {
  DATE: 1082,
  DECIMAL: 1700,
  JSON: 114,
  TIME: 1083,
  TIMESTAMP: 1114,
  UUID: 2950,
};
const text = 25;
/** PostgreSQL finds the type by where the parameter stands. */
const unspecified = 0;

/** Literals, quoted names, comments and casts, in which a colon begins no parameter; else a parameter. */
const token =
  /\b[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|::|:([A-Za-z_]\w*)/g;

/** The statement with `$1`, `$2`, … for `:name`, and their values. Throws `BadRequestException`. */
export function bindParameters(sql: string, given: Props[] = []): Pick<PgRequest, "sql" | "parameters"> {
  const byName = new Map(given.map((parameter) => [String(parameter.name), parameter]));
  const order: string[] = [];
  const bound = sql.replace(token, (whole, _tag: string | undefined, name: string | undefined) => {
    if (!name) return whole;
    if (!byName.has(name)) throw new AwsError("BadRequestException", `Cannot find parameter: ${name}`);
    if (!order.includes(name)) order.push(name);
    return `$${order.indexOf(name) + 1}`;
  });
  return { sql: bound, parameters: order.map((name) => readParameter(name, byName.get(name) ?? {})) };
}

function readParameter(name: string, { value, typeHint }: Props): Parameter {
  const hint = typeHint === undefined ? text : hinted[typeHint];
  if (hint === undefined) throw new AwsError("BadRequestException", `Unknown type hint: ${typeHint}`);
  const [kind, content] = Object.entries((value as Props) ?? {})[0] ?? [];
  switch (kind) {
    case "isNull":
      return { value: null, type: typeHint ? hint : unspecified };
    case "stringValue":
      return { value: String(content), type: hint };
    case "longValue":
      return { value: String(content), type: 20 };
    case "doubleValue":
      return { value: String(content), type: 701 };
    case "booleanValue":
      return { value: String(content), type: 16 };
    case "blobValue":
      return { value: `\\x${Buffer.from(String(content), "base64").toString("hex")}`, type: 17 };
    case "arrayValue":
      throw new AwsError("BadRequestException", "Array parameters are not supported.");
    default:
      throw new AwsError("BadRequestException", `Parameter ${name} has no value`);
  }
}
