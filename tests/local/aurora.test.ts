import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { RDSDataClient } from "@aws-sdk/client-rds-data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningStack, startStack } from "../../local/stack";
import type { ErrorBody } from "../../runtime/contract/problem";
import { pauseCluster } from "../services/pause-cluster";
import { ApiClient, collect } from "./api-client";
import { programDir, temporaryFolder } from "./stack-process";
import { unusedGrants, useEverything } from "./use-everything";

const folder = temporaryFolder();
let stack: RunningStack;
let api: ApiClient;

beforeAll(async () => {
  stack = await startStack({
    programDir,
    dataDir: folder.dataDir,
    ports: { chat: 0, invoke: 0, aws: 0 },
    config: { store: "aurora", signIn: "none", contextTokens: "1000000" },
  });
  const value = (name: string) => String(stack.outputs[name]?.value);
  api = new ApiClient({ invokeUrl: value("invokeUrl"), apiKey: value("apiKey") });
});
afterAll(async () => {
  await stack?.stop();
  folder.remove();
});

function clientSettings() {
  const credentials = { accessKeyId: "parley", secretAccessKey: "parley" };
  return { endpoint: stack.cloud.endpoint, region: stack.cloud.place.region, credentials };
}

/** The database is paused, as after half an hour without a call. */
async function pause(): Promise<void> {
  const { clusterArn = "", secretArn = "", databaseName = "" } = databaseOf(stack);
  const client = new RDSDataClient(clientSettings());
  await pauseCluster(client, { resourceArn: clusterArn, secretArn, database: databaseName }, 1_500);
  client.destroy();
}

function databaseOf({ outputs }: RunningStack): Record<string, string> {
  return outputs["conversationDatabase"]?.value as Record<string, string>;
}

describe("With parley:store: aurora", () => {
  it(
    "every action that is granted is used, but those that undo what failed",
    { timeout: 120_000 },
    async () => {
      await useEverything(stack);
      const undoing = (grant: string) => grant.endsWith(" rds-data:RollbackTransaction");
      expect(unusedGrants(stack).filter((grant) => !undoing(grant))).toEqual([]);
    },
  );

  it("conversations lie in the database, and no message in the table", async () => {
    const { body } = await api.chat({ message: "/echo flour" });
    const found = await api.request("GET", `/conversations/${body.conversationId}`);
    expect(found.status).toBe(200);
    const client = new DynamoDBClient(clientSettings());
    const TableName = String(stack.outputs["conversationTable"]?.value);
    const { Items = [] } = await client.send(new ScanCommand({ TableName }));
    client.destroy();
    const kinds = new Set(
      Items.map(({ pk, sk }) => (pk?.S?.startsWith("U#") ? sk?.S : pk?.S)?.split("#")[0]),
    );
    expect([...kinds].filter((kind) => ["C", "D", "M", "P", "T"].includes(kind ?? ""))).toEqual([]);
  });

  it("a turn that wakes the database says so before it starts, and is answered", async () => {
    await pause();
    const events = await collect(api.stream({ message: "/echo awake" }));
    expect(events.slice(0, 2)).toEqual([
      { type: "status", status: "waking", what: "database", estimateSec: 15 },
      expect.objectContaining({ type: "started" }),
    ]);
    expect(events.at(-1)).toMatchObject({ type: "done", message: { text: "awake" } });
  });

  it("a turn that wakes the database and cannot begin ends with why", async () => {
    await pause();
    const conversationId = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    const events = await collect(api.stream({ message: "Hi", conversationId }));
    expect(events.map(({ type }) => type)).toEqual(["status", "error"]);
    expect(events.at(-1)).toMatchObject({ error: { code: "not_found" } });
  });

  it("a request without a stream waits for the database", async () => {
    await pause();
    const list = await api.request<Partial<ErrorBody>>("GET", "/conversations");
    expect(list.status).toBe(200);
  });
});
