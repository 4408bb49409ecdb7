import { createAuroraConversationStore } from "../../runtime/adapters/aurora-conversation-store";
import { type CopyRecords, createAuroraCopies } from "../../runtime/adapters/aurora-copies";
import { auroraOwners } from "../../runtime/adapters/aurora-owners";
import { createAuroraPresetStore } from "../../runtime/adapters/aurora-preset-store";
import { createDynamoClient } from "../../runtime/adapters/dynamo-client";
import { createDynamoConversationStore } from "../../runtime/adapters/dynamo-conversation-store";
import { dynamoOwners } from "../../runtime/adapters/dynamo-owners";
import { createDynamoPresetStore } from "../../runtime/adapters/dynamo-preset-store";
import { createRdsDataSql } from "../../runtime/adapters/rds-data-sql";
import { createS3FileStore } from "../../runtime/adapters/s3-file-store";
import type { Sql } from "../../runtime/adapters/sql";
import type { StackOutputs } from "./stack-outputs";
import type { StorePlace } from "./store-place";

export type StoreName = "dynamodb" | "aurora";

/** Longer than a cluster takes that was paused for days. */
const resumeWithinMs = 120_000;

/**
 * The places of a stack. Neither knows of files: their records stay in the table whichever store is used, so that a
 * conversation that is written anew does not lose them.
 *
 * @throws Error when the stack has no such place.
 */
export function placeOf(name: StoreName, outputs: StackOutputs): StorePlace {
  return name === "dynamodb" ? dynamoPlace(outputs) : auroraPlace(outputs);
}

/** What the SDK's clients read of the environment. Credentials are the operator's own, or those of the stack on this machine. */
export function environmentOf({
  awsEndpoint,
  region,
  conversationDatabase,
}: StackOutputs): Record<string, string> {
  if (awsEndpoint === undefined) {
    const ofCluster = conversationDatabase?.clusterArn.split(":")[3];
    return ofCluster === undefined ? {} : { AWS_REGION: ofCluster };
  }
  return {
    AWS_ENDPOINT_URL: awsEndpoint,
    AWS_REGION: region ?? "us-east-1",
    AWS_ACCESS_KEY_ID: "parley",
    AWS_SECRET_ACCESS_KEY: "parley",
  };
}

function dynamoPlace({ conversationTable: tableName, filesBucket: bucketName }: StackOutputs): StorePlace {
  const client = createDynamoClient();
  const files = createS3FileStore({ bucketName });
  return {
    conversations: createDynamoConversationStore({ tableName, files, client }),
    presets: createDynamoPresetStore({ tableName, client }),
    owners: () => dynamoOwners({ tableName, client }),
  };
}

/** What was copied between them earlier. */
export function recordsOf(outputs: StackOutputs): CopyRecords {
  return createAuroraCopies({ sql: databaseOf(outputs) });
}

function auroraPlace(outputs: StackOutputs): StorePlace {
  const sql = databaseOf(outputs);
  return {
    conversations: createAuroraConversationStore({ sql }),
    presets: createAuroraPresetStore({ sql }),
    owners: () => auroraOwners({ sql }),
  };
}

function databaseOf({ conversationDatabase }: StackOutputs): Sql {
  if (!conversationDatabase)
    throw new Error(
      "The stack has no Aurora cluster: parley:store is not aurora, or it was not deployed since.",
    );
  return createRdsDataSql({ ...conversationDatabase, resumeWithinMs });
}
