import {
  BatchExecuteStatementCommand,
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  type RDSDataClient,
  RollbackTransactionCommand,
  type SqlParameter,
} from "@aws-sdk/client-rds-data";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ClusterFixture, openCluster } from "./rds-cluster";

let fixture: ClusterFixture;
let client: RDSDataClient;

beforeAll(async () => {
  fixture = await openCluster();
  client = fixture.client();
});
afterAll(() => fixture.end());

type More = Partial<ExecuteStatementCommandInput>;

const execute = (sql: string, parameters?: SqlParameter[], more: More = {}) =>
  client.send(new ExecuteStatementCommand({ ...fixture.address, sql, parameters, ...more }));
const rows = async (sql: string, parameters?: SqlParameter[], more: More = {}) =>
  (await execute(sql, parameters, more)).records;
const begin = async () => (await client.send(new BeginTransactionCommand(fixture.address))).transactionId;
const commit = (transactionId?: string) =>
  client.send(new CommitTransactionCommand({ ...fixture.address, transactionId }));
const rollBack = (transactionId?: string) =>
  client.send(new RollbackTransactionCommand({ ...fixture.address, transactionId }));
const long = (name: string, longValue: number): SqlParameter => ({ name, value: { longValue } });

beforeEach(async () => {
  await execute("DROP TABLE IF EXISTS note");
  await execute("CREATE TABLE note (id int PRIMARY KEY, body text)");
});

describe("Values", () => {
  it("come and go as fields, each in the kind of its type", async () => {
    const parameters: SqlParameter[] = [
      { name: "text", value: { stringValue: "日本 'quoted' :notaparameter" } },
      { name: "long", value: { longValue: -42 } },
      { name: "double", value: { doubleValue: 1.5 } },
      { name: "flag", value: { booleanValue: true } },
      { name: "blob", value: { blobValue: new Uint8Array([0, 255, 7]) } },
      { name: "nothing", value: { isNull: true } },
      { name: "uuid", value: { stringValue: "0b0e3c9e-7a0f-4a57-8a4b-0d8a3f6f1d11" }, typeHint: "UUID" },
      { name: "json", value: { stringValue: '{"a": [1]}' }, typeHint: "JSON" },
      { name: "decimal", value: { stringValue: "1.50" }, typeHint: "DECIMAL" },
      { name: "at", value: { stringValue: "2026-11-23 16:05:00.12" }, typeHint: "TIMESTAMP" },
    ];
    const names = parameters.map(({ name }) => `:${name}`).join(", ");
    expect(await rows(`SELECT ${names}, ':text' -- :comment`, parameters)).toEqual([
      [
        { stringValue: "日本 'quoted' :notaparameter" },
        { longValue: -42 },
        { doubleValue: 1.5 },
        { booleanValue: true },
        { blobValue: new Uint8Array([0, 255, 7]) },
        { isNull: true },
        { stringValue: "0b0e3c9e-7a0f-4a57-8a4b-0d8a3f6f1d11" },
        { stringValue: '{"a": [1]}' },
        { stringValue: "1.50" },
        { stringValue: "2026-11-23 16:05:00.120" },
        { stringValue: ":text" },
      ],
    ]);
  });

  it("in arrays come as arrays, times in UTC", async () => {
    const sql = "SELECT ARRAY['a', 'b,c'], ARRAY[1, 2]::int[], '2026-11-23 17:05:00+01'::timestamptz";
    expect(await rows(sql)).toEqual([
      [
        { arrayValue: { stringValues: ["a", "b,c"] } },
        { arrayValue: { longValues: [1, 2] } },
        { stringValue: "2026-11-23 16:05:00" },
      ],
    ]);
  });

  it("are told with their columns, or as JSON, when that is asked for", async () => {
    const sql = "SELECT 7 AS n, NULL::text AS nothing";
    const { columnMetadata } = await execute(sql, [], { includeResultMetadata: true });
    expect(columnMetadata?.map(({ label, typeName }) => [label, typeName])).toEqual([
      ["n", "int4"],
      ["nothing", "text"],
    ]);
    const { formattedRecords, records } = await execute(sql, [], { formatRecordsAs: "JSON" });
    expect([formattedRecords, records]).toEqual(['[{"n":7,"nothing":null}]', undefined]);
  });

  it("of a type that the Data API does not know want a cast", async () => {
    const unsupported = execute("SELECT to_tsvector('simple', 'one')");
    await expect(unsupported).rejects.toMatchObject({
      name: "UnsupportedResultException",
      message: "The result contains the unsupported data type TSVECTOR.",
    });
    expect(await rows("SELECT to_tsvector('simple', 'one')::text")).toEqual([[{ stringValue: "'one':1" }]]);
  });

  it("are typed: a text is no uuid without a hint", async () => {
    const failing = execute("SELECT gen_random_uuid() = :id", [{ name: "id", value: { stringValue: "x" } }]);
    await expect(failing).rejects.toMatchObject({
      name: "DatabaseErrorException",
      message: expect.stringMatching(/^ERROR: operator does not exist: uuid = text; .*SQLState: 42883$/),
    });
  });
});

describe("Statements", () => {
  it("say how many rows they changed", async () => {
    const insert = await execute("INSERT INTO note VALUES (:id, 'a'), (2, 'b')", [long("id", 1)]);
    expect(insert.numberOfRecordsUpdated).toBe(2);
    expect(await rows("UPDATE note SET body = 'c' WHERE id = 2 RETURNING body")).toEqual([
      [{ stringValue: "c" }],
    ]);
  });

  it("that fail tell PostgreSQL's words and its code", async () => {
    await execute("INSERT INTO note VALUES (1, 'a')");
    await expect(execute("INSERT INTO note VALUES (1, 'b')")).rejects.toMatchObject({
      name: "DatabaseErrorException",
      message:
        'ERROR: duplicate key value violates unique constraint "note_pkey"; ' +
        "Detail: Key (id)=(1) already exists.; SQLState: 23505",
    });
    await expect(execute("SELECT * FROM nothing")).rejects.toMatchObject({
      message: 'ERROR: relation "nothing" does not exist; Position: 15; SQLState: 42P01',
    });
  });

  it("come one in a call, with all of their parameters", async () => {
    await expect(execute("SELECT 1; SELECT 2")).rejects.toMatchObject({
      name: "ValidationException",
      message: "Multistatements aren't supported",
    });
    await expect(execute("SELECT :missing")).rejects.toMatchObject({
      name: "BadRequestException",
      message: "Cannot find parameter: missing",
    });
  });

  it("in a batch run for each set of parameters, or not at all", async () => {
    const sql = "INSERT INTO note VALUES (:id, 'a')";
    const batch = (...ids: number[]) =>
      new BatchExecuteStatementCommand({
        ...fixture.address,
        sql,
        parameterSets: ids.map((id) => [long("id", id)]),
      });
    expect((await client.send(batch(1, 2))).updateResults).toHaveLength(2);
    await expect(client.send(batch(3, 1))).rejects.toMatchObject({ name: "DatabaseErrorException" });
    expect(await rows("SELECT count(*) FROM note")).toEqual([[{ longValue: 2 }]]);
  });
});

describe("Limits", () => {
  it("1 MB in a result, 64 KB in a row of it", async () => {
    const row = (bytes: number) => `SELECT repeat('x', ${bytes})`;
    expect(await rows(row(65_000))).toHaveLength(1);
    await expect(rows(row(65_536))).rejects.toMatchObject({
      name: "UnsupportedResultException",
      message: "A row of the result has 65542 bytes; the size limit is 64 KB per row.",
    });
    expect(await rows(`${row(60_000)} FROM generate_series(1, 17)`)).toHaveLength(17);
    await expect(rows(`${row(60_000)} FROM generate_series(1, 18)`)).rejects.toMatchObject({
      name: "UnsupportedResultException",
      message: "The result exceeds the size limit 1 MB.",
    });
  });

  it("4 MiB in a request", async () => {
    const text = (length: number) => [{ name: "text", value: { stringValue: "x".repeat(length) } }];
    expect(await rows("SELECT length(:text)", text(4_000_000))).toEqual([[{ longValue: 4_000_000 }]]);
    await expect(rows("SELECT length(:text)", text(4_194_304))).rejects.toMatchObject({
      name: "BadRequestException",
      message: expect.stringMatching(/^The request has 4194\d{3} bytes, 4194304 are allowed$/),
    });
  });
});

describe("Transactions", () => {
  it("are seen by others when they are committed, and never when they are rolled back", async () => {
    const kept = await begin();
    await execute("INSERT INTO note VALUES (1, 'kept')", [], { transactionId: kept });
    const seen = rows("SELECT body FROM note");
    expect((await commit(kept)).transactionStatus).toBe("Transaction Committed");
    expect(await seen).toEqual([[{ stringValue: "kept" }]]);
    const dropped = await begin();
    await execute("DELETE FROM note", [], { transactionId: dropped });
    expect((await rollBack(dropped)).transactionStatus).toBe("Rollback Complete");
    expect(await rows("SELECT body FROM note")).toEqual([[{ stringValue: "kept" }]]);
  });

  it("with a statement that failed take no other and cannot be committed", async () => {
    const transactionId = await begin();
    await expect(execute("SELECT 1/0", [], { transactionId })).rejects.toThrow("SQLState: 22012");
    await expect(execute("SELECT 1", [], { transactionId })).rejects.toThrow("SQLState: 25P02");
    await expect(commit(transactionId)).rejects.toMatchObject({ name: "DatabaseErrorException" });
    expect(await rows("SELECT 1")).toEqual([[{ longValue: 1 }]]);
  });

  it("that ended, or never began, are not found", async () => {
    const transactionId = await begin();
    await commit(transactionId);
    await expect(rollBack(transactionId)).rejects.toMatchObject({
      name: "TransactionNotFoundException",
      message: `Transaction ${transactionId} is not found`,
      $metadata: { httpStatusCode: 404 },
    });
  });
});
