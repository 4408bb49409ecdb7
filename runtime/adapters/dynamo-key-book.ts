import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  PutCommand,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb";
import type { Key } from "../contract/key";
import type { KeyBook } from "../access-ports";
import { createDynamoClient } from "./dynamo-client";
import { type ItemKey, keyList, keys } from "./dynamo-keys";

export interface DynamoKeyBookOptions {
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
}

interface ListedKeyItem extends ItemKey, Key {
  /** Of the key: where the authorizer finds it. */
  hash: string;
}

/**
 * API keys in the table: one item by hash, which the authorizer reads, and one in the list of all. Listed before it
 * works and until it works no more, so that no key is ever out of sight. Needs `dynamodb:GetItem`, `dynamodb:Query`,
 * `dynamodb:PutItem` and `dynamodb:DeleteItem`.
 */
export function createDynamoKeyBook({
  tableName: TableName,
  client = createDynamoClient(),
}: DynamoKeyBookOptions): KeyBook {
  async function find(owner: string, id: string): Promise<ListedKeyItem | undefined> {
    const Key = keys.listedKey(owner, id);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item as ListedKeyItem | undefined;
  }

  return {
    async listKeys(owner) {
      const found: Key[] = [];
      for await (const { Items = [] } of paginateQuery({ client }, listing(TableName, owner)))
        found.push(...Items.map((item) => toKey(item as ListedKeyItem)));
      return found;
    },
    async addKey(key, { hash, usageKey }) {
      const { owner, id } = key;
      const listed: ListedKeyItem = { ...keys.listedKey(owner, id), ...key, hash };
      await client.send(new PutCommand({ TableName, Item: listed }));
      const known = { ...keys.apiKey(hash), id, owner, actsForUsers: false, usageKey };
      await client.send(new PutCommand({ TableName, Item: known }));
    },
    async getKey(owner, id) {
      const item = await find(owner, id);
      return item && toKey(item);
    },
    async deleteKey(owner, id) {
      const item = await find(owner, id);
      if (!item) return;
      await client.send(new DeleteCommand({ TableName, Key: keys.apiKey(item.hash) }));
      await client.send(new DeleteCommand({ TableName, Key: keys.listedKey(owner, id) }));
    },
  };
}

function listing(TableName: string, owner: string | undefined): QueryCommandInput {
  const isOwn = owner !== undefined;
  return {
    TableName,
    KeyConditionExpression: isOwn ? "pk = :list AND begins_with(sk, :own)" : "pk = :list",
    ExpressionAttributeValues: { ":list": keyList, ...(isOwn && { ":own": keys.listedKey(owner, "").sk }) },
    ConsistentRead: true,
  };
}

function toKey({ id, owner, name, lastFour, createdAt, lastUsedAt, isFromStack }: ListedKeyItem): Key {
  return {
    id,
    owner,
    name,
    lastFour,
    createdAt,
    ...(lastUsedAt && { lastUsedAt }),
    ...(isFromStack && { isFromStack }),
  };
}
