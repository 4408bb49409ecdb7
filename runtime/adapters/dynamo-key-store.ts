import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { KeyStore, KnownKey } from "../access-ports";
import { createDynamoClient } from "./dynamo-client";
import { isConditionFailure } from "./dynamo-errors";
import { keys } from "./dynamo-keys";

export interface DynamoKeyStoreOptions {
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
}

/** API keys in the table, by their hash. Needs `dynamodb:GetItem` and, of the list, `dynamodb:UpdateItem`. */
export function createDynamoKeyStore({
  tableName: TableName,
  client = createDynamoClient(),
}: DynamoKeyStoreOptions): KeyStore {
  return {
    async findKey(hash) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keys.apiKey(hash) }));
      if (!Item) return undefined;
      const { id, owner, actsForUsers, usageKey } = Item as Partial<KnownKey>;
      if (typeof owner !== "string" || owner === "")
        throw new Error("an API key's item has no owner; its hash begins with " + hash.slice(0, 8));
      return { id, owner, actsForUsers: actsForUsers === true, usageKey };
    },
    async noteUse({ owner, id }, at, since) {
      const update = new UpdateCommand({
        TableName,
        Key: keys.listedKey(owner, id),
        UpdateExpression: "SET lastUsedAt = :at",
        // Many processes see the same key: one of them writes. And a key that was just revoked is not listed again.
        ConditionExpression:
          "attribute_exists(pk) AND (attribute_not_exists(lastUsedAt) OR lastUsedAt < :since)",
        ExpressionAttributeValues: { ":at": at, ":since": since },
      });
      await client.send(update).catch((error: unknown) => {
        if (!isConditionFailure(error)) throw error;
      });
    },
  };
}
