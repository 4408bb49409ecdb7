import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { Profile, ProfileStore } from "../access-ports";
import { createDynamoClient } from "./dynamo-client";
import { keys } from "./dynamo-keys";

export interface DynamoProfileStoreOptions {
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
}

/** Profiles in the table: `tier` (S) and `isAdmin` (BOOL). Needs `dynamodb:GetItem`. */
export function createDynamoProfileStore({
  tableName: TableName,
  client = createDynamoClient(),
}: DynamoProfileStoreOptions): ProfileStore {
  return {
    async getProfile(owner) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keys.profile(owner) }));
      const { tier, isAdmin } = (Item ?? {}) as Partial<Profile>;
      return { ...(typeof tier === "string" && { tier }), isAdmin: isAdmin === true };
    },
  };
}
