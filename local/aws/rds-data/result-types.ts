/** How the Data API tells of a value: the member of a `Field`. */
export type FieldKind = "booleanValue" | "longValue" | "doubleValue" | "stringValue" | "blobValue";

interface ResultType {
  /** PostgreSQL's name. */
  name: string;
  kind: FieldKind;
  /** Of `java.sql.Types`, as metadata has it. */
  jdbc: number;
  isTimeOfDay?: boolean;
}

/**
 * What a result may hold, by PostgreSQL's object id; enums besides. Anything else wants a cast to text:
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/data-api-operations.html
 */
export const resultTypes: Record<number, ResultType> = {
  16: { name: "bool", kind: "booleanValue", jdbc: -7 },
  17: { name: "bytea", kind: "blobValue", jdbc: -2 },
  19: { name: "name", kind: "stringValue", jdbc: 12 },
  20: { name: "int8", kind: "longValue", jdbc: -5 },
  21: { name: "int2", kind: "longValue", jdbc: 5 },
  23: { name: "int4", kind: "longValue", jdbc: 4 },
  25: { name: "text", kind: "stringValue", jdbc: 12 },
  114: { name: "json", kind: "stringValue", jdbc: 1111 },
  650: { name: "cidr", kind: "stringValue", jdbc: 1111 },
  700: { name: "float4", kind: "doubleValue", jdbc: 7 },
  701: { name: "float8", kind: "doubleValue", jdbc: 8 },
  869: { name: "inet", kind: "stringValue", jdbc: 1111 },
  1042: { name: "bpchar", kind: "stringValue", jdbc: 1 },
  1043: { name: "varchar", kind: "stringValue", jdbc: 12 },
  1082: { name: "date", kind: "stringValue", jdbc: 91 },
  1083: { name: "time", kind: "stringValue", jdbc: 92, isTimeOfDay: true },
  1114: { name: "timestamp", kind: "stringValue", jdbc: 93, isTimeOfDay: true },
  1184: { name: "timestamptz", kind: "stringValue", jdbc: 93, isTimeOfDay: true },
  1700: { name: "numeric", kind: "stringValue", jdbc: 2 },
  2950: { name: "uuid", kind: "stringValue", jdbc: 1111 },
  3802: { name: "jsonb", kind: "stringValue", jdbc: 1111 },
};

/** Type of the elements, by the object id of an array's type. */
export const elementTypes: Record<number, number> = {
  1000: 16,
  1005: 21,
  1007: 23,
  1016: 20,
  1009: 25,
  1014: 1042,
  1015: 1043,
  1021: 700,
  1022: 701,
  1115: 1114,
  1182: 1082,
  1183: 1083,
  1185: 1184,
  1231: 1700,
  2951: 2950,
};
