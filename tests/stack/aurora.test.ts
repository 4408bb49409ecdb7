import { beforeAll, describe, expect, it } from "vitest";
import type { Props } from "../../local/aws/service";
import type { ResourceRecord } from "../../local/engine/resource-record";
import { plainProps } from "../../local/engine/wire";
import { deployProgram } from "./deploy-program";
import { all } from "./registrations";

let resources: ResourceRecord[];
beforeAll(async () => {
  const deployment = await deployProgram({ store: "aurora" });
  resources = deployment.resources.map((one) => ({ ...one, inputs: plainProps(one.inputs) }));
});

function inputsOf(name: string): Props {
  const found = resources.find(({ urn }) => urn.endsWith(`::${name}`));
  if (!found) throw new Error(`${name} is not registered`);
  return found.inputs;
}

const clusterArn = "arn:aws:rds:us-east-1:123456789012:store";
const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:store";

/** What a role may do, by the names of its statements. */
function grants(name: string): Record<string, unknown> {
  const { policy } = inputsOf(`${name}-policy`);
  const { Statement } = typeof policy === "string" ? JSON.parse(policy) : policy;
  return Object.fromEntries(Statement.map(({ Sid, Action, Resource }: Props) => [Sid, { Action, Resource }]));
}

const one = ["rds-data:ExecuteStatement"];
const several = [
  ...one,
  "rds-data:BeginTransaction",
  "rds-data:CommitTransaction",
  "rds-data:RollbackTransaction",
];

describe("Without parley:store", () => {
  it("there is no database", () => {
    expect(all().filter(({ type }) => /^aws:(rds|lambda\/invocation)/.test(type))).toEqual([]);
  });
});

describe("With parley:store: aurora, the database", () => {
  it("scales to zero, is encrypted, backed up, and not deleted by mistake", () => {
    const cluster = resources.find(({ type }) => type === "aws:rds/cluster:Cluster")?.inputs;
    expect(cluster).toEqual({
      engine: "aurora-postgresql",
      engineMode: "provisioned",
      engineVersion: "17.7",
      databaseName: "parley",
      masterUsername: "parley",
      manageMasterUserPassword: true,
      enableHttpEndpoint: true,
      serverlessv2ScalingConfiguration: { minCapacity: 0, maxCapacity: 8, secondsUntilAutoPause: 1800 },
      dbSubnetGroupName: "store-subnet-group",
      vpcSecurityGroupIds: ["store-security-group-id"],
      storageEncrypted: true,
      backupRetentionPeriod: 7,
      copyTagsToSnapshot: true,
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: "store-subnet-group-final",
    });
  });

  it("is protected by Pulumi too, which refuses before anything that belongs to it is deleted", () => {
    const isProtected = resources.filter(({ protect }) => protect).map(({ type }) => type);
    expect(isProtected).toEqual(["aws:rds/cluster:Cluster"]);
  });

  it("is reached by nobody over the network", () => {
    expect(inputsOf("store-instance")).toMatchObject({
      instanceClass: "db.serverless",
      publiclyAccessible: false,
    });
    const group = inputsOf("store-security-group");
    expect([group["ingress"], group["egress"]]).toEqual([undefined, undefined]);
    const rules = resources.filter(({ type }) => /SecurityGroup(Ingress|Egress)Rule$/.test(type));
    expect(rules.filter(({ inputs }) => inputs["securityGroupId"] === "store-security-group-id")).toEqual([]);
    const isolated = resources
      .filter(({ type, urn }) => type === "aws:ec2/subnet:Subnet" && urn.includes("isolated"))
      .map(({ id }) => id);
    expect(inputsOf("store-subnet-group")["subnetIds"].toSorted()).toEqual(isolated.toSorted());
  });

  it.each([
    ["functions-chat", one],
    ["functions-openai", several],
    ["functions-files", one],
    ["functions-conversations", several],
    ["store-migrate", several],
  ])("may be used by %s, with its own secret", (name, actions) => {
    expect(grants(name)).toMatchObject({
      Database: { Action: actions, Resource: [clusterArn] },
      DatabasePassword: { Action: ["secretsmanager:GetSecretValue"], Resource: [secretArn] },
    });
  });

  it("takes the place of the conversations in the table, and of the longest messages in the bucket", () => {
    const table = { Resource: ["arn:aws:dynamodb:us-east-1:123456789012:conversations"] };
    expect(grants("functions-chat")).toMatchObject({
      Counted: {
        ...table,
        Action: ["ConditionCheckItem", "GetItem", "PutItem", "UpdateItem"].map((name) => `dynamodb:${name}`),
      },
    });
    expect(Object.keys(grants("functions-chat"))).not.toContain("LongMessages");
    expect(Object.keys(grants("functions-conversations"))).not.toContain("Conversations");
  });

  it("is brought to the schema of this version, once for each", () => {
    expect(inputsOf("store-migration")).toEqual({
      functionName: "store-migrate",
      input: "{}",
      triggers: { schema: expect.stringMatching(/^[0-9a-f]{64}$/), cluster: "store-resource" },
    });
  });
});
