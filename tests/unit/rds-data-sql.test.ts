import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type RDSDataClient,
  RollbackTransactionCommand,
} from "@aws-sdk/client-rds-data";
import { describe, expect, it } from "vitest";
import { createRdsDataSql } from "../../runtime/adapters/rds-data-sql";
import { asJson, SqlError } from "../../runtime/adapters/sql";
import { FakeTime } from "./fakes/fake-time";

type Command =
  | ExecuteStatementCommand
  | BeginTransactionCommand
  | CommitTransactionCommand
  | RollbackTransactionCommand;

/** Answers the calls one after the other; an error is thrown. */
function sqlAnswering(answers: (object | Error)[], resumeWithinMs?: number) {
  const time = new FakeTime();
  const commands: Command[] = [];
  let resuming = 0;
  const send = async (command: Command) => {
    commands.push(command);
    const answer = answers.shift() ?? {};
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const sql = createRdsDataSql({
    clusterArn: "arn:cluster",
    secretArn: "arn:secret",
    databaseName: "parley",
    resumeWithinMs,
    onResuming: () => resuming++,
    client: { send } as unknown as RDSDataClient,
    clock: time.clock,
    wait: time.wait,
  });
  return { sql, time, commands, resuming: () => resuming, sent: () => commands.map(nameOf) };
}

function nameOf(command: Command): string {
  if (command instanceof ExecuteStatementCommand) return command.input.sql ?? "";
  return command.constructor.name.replace("Command", "");
}

function fault(name: string, message = ""): Error {
  return Object.assign(new Error(message), { name });
}

const resuming = () => fault("DatabaseResumingException");
const deadlock = () => fault("DatabaseErrorException", "ERROR: deadlock detected; SQLState: 40P01");
const one = { records: [[{ longValue: 1 }]], columnMetadata: [{ name: "n" }] };

describe("A statement", () => {
  it("carries its parameters in the kind of their values, and gives rows by column", async () => {
    const { sql, commands } = sqlAnswering([
      {
        records: [
          [
            { stringValue: "Rye\ufdd0" },
            { isNull: true },
            { booleanValue: true },
            { doubleValue: 0.5 },
            { stringValue: '{"name":"Rye\ufdd0"}' },
          ],
        ],
        columnMetadata: [
          { name: "title", typeName: "text" },
          { name: "settings", typeName: "json" },
          { name: "pinned", typeName: "bool" },
          { name: "share", typeName: "float8" },
          { name: "details", typeName: "json" },
        ],
      },
    ]);
    const parameters = {
      text: "a\0b",
      count: 3,
      share: 0.5,
      flag: false,
      nothing: null,
      absent: undefined,
      json: asJson(["a\0b"]),
    };
    expect(await sql.query("SELECT 1", parameters)).toEqual([
      { title: "Rye\0", settings: null, pinned: true, share: 0.5, details: { name: "Rye\0" } },
    ]);
    expect(commands[0]?.input).toEqual({
      resourceArn: "arn:cluster",
      secretArn: "arn:secret",
      database: "parley",
      transactionId: undefined,
      sql: "SELECT 1",
      includeResultMetadata: true,
      parameters: [
        { name: "text", value: { stringValue: "a\ufdd0b" } },
        { name: "count", value: { longValue: 3 } },
        { name: "share", value: { doubleValue: 0.5 } },
        { name: "flag", value: { booleanValue: false } },
        { name: "nothing", value: { isNull: true } },
        { name: "absent", value: { isNull: true } },
        { name: "json", value: { stringValue: '["a\ufdd0b"]' } },
      ],
    });
  });

  it("waits for a cluster that resumes, and says so each time", async () => {
    const { sql, time, resuming: told } = sqlAnswering([resuming(), resuming(), one]);
    const answered = sql.query("SELECT 1 AS n");
    await time.pass(1_000);
    expect(told()).toBe(2);
    await time.pass(1_000);
    expect(await answered).toEqual([{ n: 1 }]);
  });

  it("ends in a problem when the cluster has not resumed in time", async () => {
    const { sql, time, sent } = sqlAnswering(Array.from({ length: 10 }, resuming), 3_000);
    const answered = sql.query("SELECT 1").catch((error: unknown) => error);
    await time.pass(10_000);
    expect(await answered).toMatchObject({
      code: "timeout",
      message: "The database is waking up. Try again in some seconds.",
    });
    expect(sent()).toHaveLength(4);
  });

  it("is sent again when it lost against another, five times in all", async () => {
    const { sql, time, sent } = sqlAnswering([deadlock(), deadlock(), one]);
    const answered = sql.query("SELECT 1");
    await time.pass(300);
    expect(await answered).toEqual([{ n: 1 }]);
    expect(sent()).toHaveLength(3);

    const losing = sqlAnswering(Array.from({ length: 9 }, deadlock));
    const lost = losing.sql.query("SELECT 1").catch((error: unknown) => error);
    await losing.time.pass(10_000);
    expect(await lost).toMatchObject({ state: "40P01" });
    expect(losing.sent()).toHaveLength(5);
  });

  it("fails without a word of what was written", async () => {
    const detail =
      'ERROR: duplicate key value violates unique constraint "turns_pkey"\n  Detail: Key (owner)=(ann\'s secret) already exists.; SQLState: 23505';
    const { sql } = sqlAnswering([
      fault("DatabaseErrorException", detail),
      fault("DatabaseErrorException", 'ERROR: column "nme" does not exist; Position: 8; SQLState: 42703'),
    ]);
    const insert = await sql.query("INSERT INTO turns\n VALUES (:owner)").catch((error: unknown) => error);
    expect(insert).toBeInstanceOf(SqlError);
    expect(insert).toMatchObject({
      state: "23505",
      message: "SQLState 23505, turns_pkey, in: INSERT INTO turns",
    });
    await expect(sql.query("SELECT nme")).rejects.toThrow('column "nme" does not exist');
  });
});

describe("A transaction", () => {
  it("is committed, each statement in it", async () => {
    const { sql, commands, sent } = sqlAnswering([{ transactionId: "t1" }, one, {}]);
    expect(await sql.transaction(({ query }) => query("SELECT 1"))).toEqual([{ n: 1 }]);
    expect(sent()).toEqual(["BeginTransaction", "SELECT 1", "CommitTransaction"]);
    expect(commands[1]?.input).toMatchObject({ transactionId: "t1" });
  });

  it("is rolled back when something in it fails", async () => {
    const { sql, sent } = sqlAnswering([{ transactionId: "t1" }]);
    const failing = sql.transaction(() => Promise.reject(new Error("no such thing")));
    await expect(failing).rejects.toThrow("no such thing");
    expect(sent()).toEqual(["BeginTransaction", "RollbackTransaction"]);
  });

  it("is begun anew when it lost, also at its end, and waits for a cluster that resumes", async () => {
    const { sql, time, sent } = sqlAnswering([
      resuming(),
      { transactionId: "t1" },
      one,
      deadlock(),
      {},
      { transactionId: "t2" },
      one,
      {},
    ]);
    const done = sql.transaction(({ query }) => query("SELECT 1"));
    await time.pass(2_000);
    expect(await done).toEqual([{ n: 1 }]);
    expect(sent()).toEqual([
      "BeginTransaction",
      "BeginTransaction",
      "SELECT 1",
      "CommitTransaction",
      "RollbackTransaction",
      "BeginTransaction",
      "SELECT 1",
      "CommitTransaction",
    ]);
  });
});
