import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keptPrefix, uploadPrefix } from "../runtime/adapters/file-keys";
import type { FileLimits } from "../runtime/contract/file";
import { type Database, databaseStatements } from "./aurora-store";
import { placedBundle } from "./conversation-place";
import { LambdaHandler } from "./lambda-handler";
import { tableStatement } from "./table-statement";

/** What the function of files needs. */
export interface FileFunctionsArgs {
  tableName: pulumi.Output<string>;
  tableArn: pulumi.Output<string>;
  bucketName: pulumi.Output<string>;
  bucketArn: pulumi.Output<string>;
  /** Where conversations lie. @default - in the table */
  database?: Database;
  /** What people may upload. */
  files: FileLimits;
  logRetentionDays: number;
}

/** `/files`: makes forms and links, which can do what its role may. The bytes never pass through it. */
export function createFiles(name: string, args: FileFunctionsArgs, opts: pulumi.ComponentResourceOptions) {
  const { database, tableName, bucketName, files: fileLimits } = args;
  const bundle = placedBundle("files", database);
  const handler = new LambdaHandler(
    name,
    {
      bundle,
      factory: () => {
        const lambda = require(bundle) as typeof import("../runtime/lambda/files");
        const table = { tableName: tableName.get() };
        const bucket = { bucketName: bucketName.get() };
        const files = lambda.createS3FileStore(bucket);
        const { store } = lambda.createStores({ ...table, files, database: database?.get() });
        return lambda.createFiles({
          records: lambda.createDynamoFileRecords(table),
          bytes: lambda.createS3FileBytes(bucket),
          store,
          fileLimits,
          clock: Date.now,
          newId: lambda.createNewId(),
          logger: lambda.createJsonLogger(),
        });
      },
      statements: [
        tableStatement(
          args.tableArn,
          "Files",
          ["ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"],
          "U#*",
        ),
        uploads(args.bucketArn, ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]),
        keptFiles(args.bucketArn, ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]),
        missingFiles(args.bucketArn),
        ...(database ? databaseStatements(database, "one by one") : []),
      ],
      memorySizeMb: 512,
      timeoutSec: 29,
      logRetentionDays: args.logRetentionDays,
    },
    opts,
  );
  return handler.function;
}

/** What may be done to uploads that belong to no conversation yet. */
export function uploads(bucketArn: pulumi.Output<string>, actions: string[]): aws.iam.PolicyStatement {
  return {
    Sid: "Uploads",
    Effect: "Allow",
    Action: actions,
    Resource: [pulumi.interpolate`${bucketArn}/${uploadPrefix}*`],
  };
}

/** What may be done to the files of conversations. */
export function keptFiles(bucketArn: pulumi.Output<string>, actions: string[]): aws.iam.PolicyStatement {
  return {
    Sid: "KeptFiles",
    Effect: "Allow",
    Action: actions,
    Resource: [pulumi.interpolate`${bucketArn}/${keptPrefix}*`],
  };
}

/**
 * Lets S3 say that a key is missing, 404, instead of 403, which then means that something is forbidden
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html). No condition on `s3:prefix`: a request for one
 * object has none that S3 documents.
 */
export function missingFiles(bucketArn: pulumi.Output<string>): aws.iam.PolicyStatement {
  return { Sid: "MissingFiles", Effect: "Allow", Action: ["s3:ListBucket"], Resource: [bucketArn] };
}
