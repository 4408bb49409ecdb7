import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { schemaFingerprint } from "../runtime/adapters/migrate";
import { lambdaBundle } from "./bundles";
import { LambdaHandler } from "./lambda-handler";

/** What an {@link AuroraStore} needs. */
export interface AuroraStoreArgs {
  vpcId: pulumi.Input<string>;
  /** With no route out of the VPC, in two zones at least. */
  isolatedSubnetIds: pulumi.Input<string[]>;
  /** Refuses `pulumi destroy`, and an update without this store, while it is on. A final snapshot is taken in any case. */
  deletionProtection: boolean;
  logRetentionDays: number;
  /**
   * Aurora capacity units, each of 2 GB of memory, that the database may grow to.
   *
   * @default 8
   */
  maxCapacity?: number;
}

/** How a function reaches the database: through the Data API, with what the secret holds. */
export type Database = pulumi.Output<{ clusterArn: string; secretArn: string; databaseName: string }>;

/** One of Aurora's releases with long support; the first of this major version that scales to zero is 17.4. */
const engineVersion = "17.7";
const engine = "aurora-postgresql";
const databaseName = "parley";
/** What is idle for so long costs nothing but its storage; the next one waits 15 s. */
const secondsUntilAutoPause = 1_800;

/**
 * Conversations in Aurora PostgreSQL Serverless v2, which scales to zero.
 *
 * Nobody connects to it: its security group lets nothing in, and functions reach it by the Data API, which asks IAM. So no
 * function is in the VPC, and nothing has a connection that would keep the database awake. The schema is brought up
 * to date at each deploy by a function of its own, before the others get their new code; when that fails, so does the deploy.
 */
export class AuroraStore extends pulumi.ComponentResource {
  /** Of a database that has the schema of this deploy. */
  readonly database: Database;

  constructor(name: string, args: AuroraStoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("parley:components:AuroraStore", name, {}, opts);
    const cluster = createCluster(name, args, this);
    const instance = new aws.rds.ClusterInstance(
      `${name}-instance`,
      {
        clusterIdentifier: cluster.id,
        engine,
        engineVersion,
        instanceClass: "db.serverless",
        publiclyAccessible: false,
        // The program says which version it is; else the two would undo each other's.
        autoMinorVersionUpgrade: false,
      },
      { parent: this },
    );
    const secretArn = cluster.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? "");
    const open = pulumi.output({ clusterArn: cluster.arn, secretArn, databaseName });
    const migration = new aws.lambda.Invocation(
      `${name}-migration`,
      {
        functionName: createMigration(`${name}-migrate`, open, args.logRetentionDays, this).name,
        input: "{}",
        triggers: { schema: schemaFingerprint(), cluster: cluster.clusterResourceId },
      },
      { parent: this, dependsOn: [instance] },
    );
    this.database = pulumi.all([open, migration.result]).apply(([database]) => database);
    this.registerOutputs({ database: this.database });
  }
}

/** What a function may do in the database: statements one by one, or several together where it has to. */
export function databaseStatements(
  database: Database,
  together: "one by one" | "in transactions",
): aws.iam.PolicyStatement[] {
  const transactions = ["BeginTransaction", "CommitTransaction", "RollbackTransaction"];
  const operations = ["ExecuteStatement", ...(together === "in transactions" ? transactions : [])];
  return [
    {
      Sid: "Database",
      Effect: "Allow",
      Action: operations.map((operation) => `rds-data:${operation}`),
      Resource: [database.clusterArn],
    },
    {
      Sid: "DatabasePassword",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: [database.secretArn],
    },
  ];
}

function createCluster(name: string, args: AuroraStoreArgs, parent: pulumi.Resource): aws.rds.Cluster {
  const child = { parent };
  const subnetGroup = new aws.rds.SubnetGroup(
    `${name}-subnet-group`,
    { subnetIds: args.isolatedSubnetIds, description: "Parley: subnets without a way out" },
    child,
  );
  const securityGroup = new aws.ec2.SecurityGroup(
    `${name}-security-group`,
    { vpcId: args.vpcId, description: "Parley: nobody connects to the database" },
    child,
  );
  return new aws.rds.Cluster(
    name,
    {
      engine,
      engineMode: "provisioned",
      engineVersion,
      databaseName,
      masterUsername: "parley",
      manageMasterUserPassword: true,
      enableHttpEndpoint: true,
      serverlessv2ScalingConfiguration: {
        minCapacity: 0,
        maxCapacity: args.maxCapacity ?? 8,
        secondsUntilAutoPause,
      },
      dbSubnetGroupName: subnetGroup.name,
      vpcSecurityGroupIds: [securityGroup.id],
      storageEncrypted: true,
      backupRetentionPeriod: 7,
      copyTagsToSnapshot: true,
      deletionProtection: args.deletionProtection,
      skipFinalSnapshot: false,
      // Named after what is new with each stack, so that a snapshot of an earlier one is not in the way.
      finalSnapshotIdentifier: pulumi.interpolate`${subnetGroup.name}-final`,
    },
    // RDS refuses when the instance and the migration, which need the cluster, have been deleted; Pulumi does in its preview.
    { ...child, protect: args.deletionProtection },
  );
}

function createMigration(
  name: string,
  database: Database,
  logRetentionDays: number,
  parent: pulumi.Resource,
): aws.lambda.Function {
  const handler = new LambdaHandler(
    name,
    {
      bundle: lambdaBundle("migrate"),
      factory: () => {
        const lambda = require("./dist/lambda/migrate.js") as typeof import("../runtime/lambda/migrate");
        return lambda.createMigration({
          sql: lambda.createRdsDataSql({ ...database.get(), resumeWithinMs: 120_000 }),
          logger: lambda.createJsonLogger(),
        });
      },
      statements: databaseStatements(database, "in transactions"),
      memorySizeMb: 512,
      timeoutSec: 600,
      logRetentionDays,
    },
    { parent },
  );
  return handler.function;
}
