import { ExecuteStatementCommand, RollbackTransactionCommand } from "@aws-sdk/client-rds-data";
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Props } from "../../local/aws/service";
import { pauseCluster } from "./pause-cluster";
import { type ClusterAddress, type ClusterFixture, makeCluster, openCluster } from "./rds-cluster";
import type { ClientCredentials } from "./service-cloud";

let fixture: ClusterFixture;

beforeAll(async () => {
  fixture = await openCluster();
  await select("CREATE TABLE kept AS SELECT 'safe' AS word");
});
afterAll(() => fixture.end());

const select = async (sql: string, address: Partial<ClusterAddress> = {}, who?: ClientCredentials) => {
  const command = new ExecuteStatementCommand({ ...fixture.address, ...address, sql });
  return (await fixture.client(who).send(command)).records;
};

const allow = (Action: string, Resource: string): Props => ({ Effect: "Allow", Action, Resource });

/** The processes of databases that this test's own process has begun. */
function databaseProcesses(): number[] {
  const list = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(process.pid)]).toString();
  return list
    .split("\n")
    .filter((line) => line.includes("postgres-process") && line.includes(fixture.cloud.dataDir))
    .map((line) => Number.parseInt(line, 10));
}

describe("Who may run SQL", () => {
  it("may use the cluster and read its secret: one of the two is not enough", async () => {
    const { resourceArn, secretArn } = fixture.address;
    const onCluster = allow("rds-data:ExecuteStatement", resourceArn);
    const onSecret = allow("secretsmanager:GetSecretValue", secretArn);
    const both = await fixture.cloud.role([onCluster, onSecret]);
    expect(await select("SELECT word FROM kept", {}, both)).toEqual([[{ stringValue: "safe" }]]);
    const denied = { name: "AccessDeniedException" };
    await expect(select("SELECT 1", {}, await fixture.cloud.role([onCluster]))).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining("to perform: secretsmanager:GetSecretValue on resource: arn:aws:"),
    });
    await expect(select("SELECT 1", {}, await fixture.cloud.role([onSecret]))).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining("to perform: rds-data:ExecuteStatement on resource: arn:aws:rds:"),
    });
  });

  it("is asked for each operation", async () => {
    const { resourceArn, secretArn } = fixture.address;
    const role = await fixture.cloud.role([
      allow("rds-data:ExecuteStatement", resourceArn),
      allow("secretsmanager:GetSecretValue", secretArn),
    ]);
    const failing = fixture
      .client(role)
      .send(new RollbackTransactionCommand({ ...fixture.address, transactionId: "x" }));
    await expect(failing).rejects.toThrow("to perform: rds-data:RollbackTransaction");
  });
});

describe("A cluster", () => {
  it("answers under its own ARN, with its own secret and database", async () => {
    const arn = `${fixture.address.resourceArn}x`;
    await expect(select("SELECT 1", { resourceArn: arn })).rejects.toMatchObject({
      name: "NotFoundException",
    });
    await expect(select("SELECT 1", { secretArn: "arn:other" })).rejects.toMatchObject({
      name: "InvalidSecretException",
    });
    await expect(select("SELECT 1", { database: "other" })).rejects.toMatchObject({
      name: "DatabaseErrorException",
      message: 'FATAL: database "other" does not exist; SQLState: 3D000',
    });
  });

  it("without the Data API, or without an instance, answers nothing", async () => {
    const address = await makeCluster(fixture.cloud, {
      clusterIdentifier: "closed",
      enableHttpEndpoint: false,
    });
    await expect(select("SELECT 1", address)).rejects.toMatchObject({
      name: "HttpEndpointNotEnabledException",
    });
    const { outputs } = await fixture.cloud.make("aws:rds/cluster:Cluster", "empty", {
      engine: "aurora-postgresql",
      manageMasterUserPassword: true,
      enableHttpEndpoint: true,
    });
    const secretArn = outputs.masterUserSecrets[0].secretArn;
    await expect(select("SELECT 1", { resourceArn: outputs.arn, secretArn })).rejects.toMatchObject({
      name: "DatabaseNotFoundException",
      message: "The DB cluster doesn't have a DB instance.",
    });
  });

  it("with a password of the program's own, or a pause shorter than Aurora's, is refused", async () => {
    const make = (inputs: Props) => makeCluster(fixture.cloud, { clusterIdentifier: "bad", ...inputs });
    await expect(make({ masterPassword: "secret" })).rejects.toThrow(
      "only a master password that RDS manages is supported",
    );
    const scaling = { minCapacity: 0, maxCapacity: 1, secondsUntilAutoPause: 299 };
    await expect(make({ serverlessv2ScalingConfiguration: scaling })).rejects.toThrow(
      "Cluster bad: secondsUntilAutoPause is 299, 300 to 86400 are allowed",
    );
  });
});

describe("A paused cluster", () => {
  it("has no process, refuses the call that wakes it, and answers when it has resumed", async () => {
    expect(databaseProcesses()).toHaveLength(1);
    await pauseCluster(fixture.client(), fixture.address, 300);
    expect(databaseProcesses()).toEqual([]);
    await expect(select("SELECT 1")).rejects.toMatchObject({
      name: "DatabaseResumingException",
      message:
        "The Aurora DB instance store-1 is resuming after being auto-paused. Please wait a few seconds and try again.",
      $metadata: { httpStatusCode: 400 },
    });
    await expect.poll(() => select("SELECT word FROM kept").catch(() => "resuming")).not.toBe("resuming");
    expect(await select("SELECT word FROM kept")).toEqual([[{ stringValue: "safe" }]]);
  });
});

describe("What is written", () => {
  it("is there after its process was killed", async () => {
    await select("INSERT INTO kept VALUES ('written')");
    const [pid = 0] = databaseProcesses();
    process.kill(pid, "SIGKILL");
    const isAvailable = () => select("SELECT 1").then(Boolean, () => false);
    await expect.poll(isAvailable).toBe(true);
    expect(databaseProcesses()).not.toContain(pid);
    expect(await select("SELECT count(*) FROM kept")).toEqual([[{ longValue: 2 }]]);
  });

  it("is there after a restart", async () => {
    const { resourceArn, secretArn } = fixture.address;
    await fixture.cloud.restart();
    expect(databaseProcesses()).toEqual([]);
    const outputs = { clusterIdentifier: "store", masterUserSecrets: [{ secretArn }] };
    const again = await makeCluster(fixture.cloud, {}, { id: "store", outputs });
    expect(again).toEqual({ resourceArn, secretArn, database: "parley" });
    expect(await select("SELECT count(*) FROM kept")).toEqual([[{ longValue: 2 }]]);
  });
});
