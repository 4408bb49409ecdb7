import { AwsError, type Props } from "../service";
import type { PgRows, PgValue } from "./postgres-message";
import { elementTypes, type FieldKind, resultTypes } from "./result-types";

/** Of what the database sends for a call, and for one row of it. */
const maxResultBytes = 1_048_576;
const maxRowBytes = 65_536;

export interface ResultOptions {
  includeResultMetadata?: boolean;
  formatRecordsAs?: "NONE" | "JSON";
  resultSetOptions?: { decimalReturnType?: "STRING" | "DOUBLE_OR_LONG"; longReturnType?: "STRING" | "LONG" };
}

/** What `ExecuteStatement` answers. Throws `UnsupportedResultException` for what is too large or has no form there. */
export function toResult(result: PgRows, enums: ReadonlySet<number>, options: ResultOptions): Props {
  const { columns, rows, affected } = result;
  checkSize(rows, columns.length);
  const readers = columns.map(({ type }) => reader(type, enums, options.resultSetOptions));
  const records = rows.map((row) => row.map((value, index) => readers[index]?.(value) ?? { isNull: true }));
  const answer: Props = { numberOfRecordsUpdated: columns.length > 0 ? 0 : affected, generatedFields: [] };
  if (columns.length === 0) return answer;
  if (options.formatRecordsAs === "JSON") return { ...answer, formattedRecords: asJson(result, records) };
  if (options.includeResultMetadata)
    answer.columnMetadata = columns.map(({ name, type }) => metadata(name, type));
  return { ...answer, records };
}

/** Columns whose type is neither known nor an enum yet. */
export function unknownTypes({ columns }: PgRows): number[] {
  return columns.map(({ type }) => type).filter((type) => !resultTypes[type] && !elementTypes[type]);
}

export function unsupportedType(name: string): AwsError {
  return new AwsError(
    "UnsupportedResultException",
    `The result contains the unsupported data type ${name.toUpperCase()}.`,
  );
}

type Reader = (value: PgValue) => Props;

function reader(
  type: number,
  enums: ReadonlySet<number>,
  forms: ResultOptions["resultSetOptions"] = {},
): Reader {
  const element = elementTypes[type];
  if (element !== undefined) return (value) => arrayField(value, element);
  const kind = enums.has(type) ? "stringValue" : kindOf(type, forms);
  return (value) => (value === null ? { isNull: true } : { [kind]: scalar(String(value), type, kind) });
}

function kindOf(type: number, forms: NonNullable<ResultOptions["resultSetOptions"]>): FieldKind {
  const { kind = "stringValue", name } = resultTypes[type] ?? {};
  if (kind === "longValue" && forms.longReturnType === "STRING") return "stringValue";
  if (name === "numeric" && forms.decimalReturnType === "DOUBLE_OR_LONG") return "doubleValue";
  return kind;
}

function scalar(value: string, type: number, kind: FieldKind): string | number | boolean {
  if (kind === "booleanValue") return value === "t";
  if (kind === "longValue" || kind === "doubleValue") return Number(value);
  if (kind === "blobValue") return Buffer.from(value.slice(2), "hex").toString("base64");
  return resultTypes[type]?.isTimeOfDay ? withMilliseconds(value) : value;
}

/** Times are told in UTC; a fraction has three or six digits. */
function withMilliseconds(value: string): string {
  return value
    .replace(/\+00$/, "")
    .replace(/\.(\d+)$/, (_, digits: string) => `.${digits.padEnd(digits.length > 3 ? 6 : 3, "0")}`);
}

function arrayField(value: PgValue, element: number): Props {
  if (!Array.isArray(value)) return { isNull: true };
  if (value.some((item) => Array.isArray(item))) throw unsupportedType("multidimensional array");
  const { kind = "stringValue" } = resultTypes[element] ?? {};
  const items = value.map((item) => (item === null ? null : scalar(String(item), element, kind)));
  return { arrayValue: { [`${kind}s`]: items } };
}

function asJson({ columns }: PgRows, records: Props[][]): string {
  const plain = (field: Props) => ("isNull" in field ? null : Object.values(field)[0]);
  return JSON.stringify(
    records.map((fields) =>
      Object.fromEntries(columns.map(({ name }, index) => [name, plain(fields[index] ?? { isNull: true })])),
    ),
  );
}

function metadata(name: string, type: number): Props {
  const {
    name: typeName = elementTypes[type] ? "_array" : "enum",
    jdbc = 1111,
    kind,
  } = resultTypes[type] ?? {};
  return {
    name,
    label: name,
    type: elementTypes[type] ? 2003 : jdbc,
    typeName,
    nullable: 1,
    precision: 0,
    scale: 0,
    arrayBaseColumnType: 0,
    isAutoIncrement: false,
    isCaseSensitive: kind === "stringValue",
    isCurrency: false,
    isSigned: kind === "longValue" || kind === "doubleValue",
    schemaName: "",
    tableName: "",
  };
}

function checkSize(rows: PgValue[][], columns: number): void {
  let size = 0;
  for (const row of rows) {
    const rowSize = row.reduce<number>((sum, value) => sum + bytes(value), 2 + 4 * columns);
    if (rowSize > maxRowBytes)
      throw new AwsError(
        "UnsupportedResultException",
        `A row of the result has ${rowSize} bytes; the size limit is 64 KB per row.`,
      );
    size += rowSize;
  }
  if (size > maxResultBytes)
    throw new AwsError("UnsupportedResultException", "The result exceeds the size limit 1 MB.");
}

function bytes(value: PgValue): number {
  if (value === null) return 0;
  return typeof value === "string"
    ? Buffer.byteLength(value)
    : value.reduce<number>((sum, item) => sum + bytes(item), 0);
}
