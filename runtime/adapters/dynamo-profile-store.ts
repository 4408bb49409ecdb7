import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Profile, ProfileStore } from "../access-ports";
import { createDynamoClient } from "./dynamo-client";
import { keys } from "./dynamo-keys";
import { updateOf } from "./dynamo-update";

export interface DynamoProfileStoreOptions {
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
}

/**
 * Profiles in the table: `tier` (S), `isAdmin` and `isFromStack` (BOOL). Needs `dynamodb:GetItem`, and
 * `dynamodb:UpdateItem` to change them.
 */
export function createDynamoProfileStore({
  tableName: TableName,
  client = createDynamoClient(),
}: DynamoProfileStoreOptions): ProfileStore {
  return {
    async getProfile(owner) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keys.profile(owner) }));
      return toProfile(Item);
    },
    async changeProfile(owner, { tier, isAdmin }) {
      const change = { ...(tier !== undefined && { tier }), ...(isAdmin !== undefined && { isAdmin }) };
      const condition = { expression: "attribute_not_exists(isFromStack)" };
      const update = updateOf(change, condition);
      const Key = keys.profile(owner);
      const { Attributes } = await client.send(
        new UpdateCommand({ TableName, Key, ...update, ReturnValues: "ALL_NEW" }),
      );
      return toProfile(Attributes);
    },
  };
}

function toProfile(item: Record<string, unknown> = {}): Profile {
  const { tier, isAdmin, isFromStack } = item as Partial<Profile>;
  return {
    ...(typeof tier === "string" && { tier }),
    isAdmin: isAdmin === true,
    ...(isFromStack === true && { isFromStack }),
  };
}
