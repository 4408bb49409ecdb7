import type * as pulumi from "@pulumi/pulumi";
import type { Tier } from "../runtime/contract/tier";
import { lambdaBundle } from "./bundles";
import { LambdaHandler } from "./lambda-handler";
import { tableStatement } from "./table-statement";

/** What the functions that know keys need. */
export interface KeyFunctionsArgs {
  tableName: pulumi.Output<string>;
  tableArn: pulumi.Output<string>;
  /** Who may use how much; the first one is for everybody who is put into no other. */
  tiers: [Tier, ...Tier[]];
  logRetentionDays: number;
}

/** `/keys` and `/people`: makes keys and admins, which no other function may. */
export function createKeys(name: string, args: KeyFunctionsArgs, opts: pulumi.ComponentResourceOptions) {
  const { tableName, tiers } = args;
  return new LambdaHandler(
    name,
    {
      bundle: lambdaBundle("keys"),
      factory: () => {
        const lambda = require("./dist/lambda/keys.js") as typeof import("../runtime/lambda/keys");
        const table = { tableName: tableName.get() };
        const profiles = lambda.createDynamoProfileStore(table);
        return lambda.createKeys({
          keys: lambda.createDynamoKeyBook(table),
          profiles,
          usageKeys: lambda.createUsageKeys({ ...table, profiles, firstTier: tiers[0].name }),
          tiers,
          newSecret: lambda.newSecret,
          newId: lambda.createNewId(),
          clock: Date.now,
          logger: lambda.createJsonLogger(),
        });
      },
      statements: [
        tableStatement(args.tableArn, "Keys", ["DeleteItem", "PutItem"], "KEY#*"),
        tableStatement(args.tableArn, "KeyList", ["DeleteItem", "GetItem", "PutItem", "Query"], "KEYS"),
        tableStatement(args.tableArn, "UsageKeys", ["GetItem", "PutItem", "UpdateItem"], "USAGEKEY#*"),
        tableStatement(args.tableArn, "Profiles", ["GetItem", "UpdateItem"], "OWNER#*"),
        tableStatement(args.tableArn, "Plans", ["GetItem"], "PLANS"),
      ],
      memorySizeMb: 512,
      timeoutSec: 29,
      logRetentionDays: args.logRetentionDays,
    },
    opts,
  );
}

/** Finds who calls by their key. */
export function createAuthorizer(
  name: string,
  args: KeyFunctionsArgs,
  opts: pulumi.ComponentResourceOptions,
) {
  const { tableName } = args;
  const handler = new LambdaHandler(
    name,
    {
      bundle: lambdaBundle("authorizer"),
      factory: () => {
        const lambda =
          require("./dist/lambda/authorizer.js") as typeof import("../runtime/lambda/authorizer");
        return lambda.createAuthorizer({
          keys: lambda.createDynamoKeyStore({ tableName: tableName.get() }),
          clock: Date.now,
          wait: lambda.systemWait,
          logger: lambda.createJsonLogger(),
        });
      },
      statements: [
        tableStatement(args.tableArn, "Keys", ["GetItem"], "KEY#*"),
        tableStatement(args.tableArn, "LastUse", ["UpdateItem"], "KEYS"),
      ],
      memorySizeMb: 512,
      timeoutSec: 10,
      logRetentionDays: args.logRetentionDays,
    },
    opts,
  );
  return handler.function;
}
