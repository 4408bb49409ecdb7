import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import type { KeyStore } from "../ports";
import { createDynamoClient } from "./dynamo-client";
import { keys } from "./dynamo-keys";

export interface DynamoKeyStoreOptions {
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
}

/** API keys in the table, by their hash: `owner` (S) and `actsForUsers` (BOOL). Needs `dynamodb:GetItem`. */
export function createDynamoKeyStore({
  tableName: TableName,
  client = createDynamoClient(),
}: DynamoKeyStoreOptions): KeyStore {
  return {
    async findKey(hash) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keys.apiKey(hash) }));
      if (!Item) return undefined;
      const { owner, actsForUsers } = Item as { owner?: unknown; actsForUsers?: unknown };
      if (typeof owner !== "string" || owner === "")
        throw new Error("an API key's item has no owner; its hash begins with " + hash.slice(0, 8));
      return { owner, actsForUsers: actsForUsers === true };
    },
  };
}
