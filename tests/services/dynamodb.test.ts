import { PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TableFixture, tableInputs } from "./dynamodb-client";

const start = Date.parse("2026-01-01T00:00:00Z");

let now = start;
let fixture: TableFixture;

beforeAll(async () => {
  fixture = await TableFixture.open(tableInputs, { now: () => now });
});

afterAll(() => fixture.end());

describe("items", () => {
  it("are found through an index", async () => {
    await fixture.put("q1", { owner: "ada", sk: "2" });
    await fixture.put("q2", { owner: "ada", sk: "1" });
    const { Items } = await fixture.db.send(
      new QueryCommand({
        TableName: fixture.table.name,
        IndexName: "by-owner",
        KeyConditionExpression: "#owner = :owner",
        ExpressionAttributeNames: { "#owner": "owner" },
        ExpressionAttributeValues: { ":owner": "ada" },
      }),
    );
    expect(Items?.map(({ pk }) => pk)).toEqual(["q2", "q1"]);
  });

  it("come back with a failed condition when that is asked for", async () => {
    await fixture.put("old", { count: 7 });
    const failing = fixture.db.send(
      new UpdateCommand({
        TableName: fixture.table.name,
        Key: { pk: "old", sk: "0" },
        UpdateExpression: "SET #c = :n",
        ConditionExpression: "#c < :n",
        ExpressionAttributeNames: { "#c": "count" },
        ExpressionAttributeValues: { ":n": 5 },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    await expect(failing).rejects.toMatchObject({
      name: "ConditionalCheckFailedException",
      Item: { pk: { S: "old" }, sk: { S: "0" }, count: { N: "7" } },
    });
  });

  it("are made once by racing conditional puts", async () => {
    const race = Array.from({ length: 20 }, () =>
      fixture.db.send(
        new PutCommand({
          TableName: fixture.table.name,
          Item: { pk: "race", sk: "0" },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      ),
    );
    const outcomes = await Promise.allSettled(race);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("are deleted when their time to live has passed, and not before", async () => {
    const nowSec = start / 1000;
    await fixture.put("fresh", { expires: nowSec + 60 });
    await fixture.put("stale", { expires: nowSec - 1 });
    await fixture.put("ancient", { expires: 12 });
    now = start;
    expect(await fixture.dynamoDb.sweepExpired()).toBe(1);
    expect([
      await fixture.get("stale"),
      (await fixture.get("fresh"))?.pk,
      (await fixture.get("ancient"))?.pk,
    ]).toEqual([undefined, "fresh", "ancient"]);
    now = start + 61_000;
    expect(await fixture.dynamoDb.sweepExpired()).toBe(1);
    expect(await fixture.get("fresh")).toBeUndefined();
  });
});
