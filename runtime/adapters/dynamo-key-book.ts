import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  PutCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import type { Key } from "../contract/key";
import type { KeyBook } from "../access-ports";
import { createDynamoClient } from "./dynamo-client";
import { readCursor, writeCursor } from "./list-cursor";
import { type ItemKey, keyList, keys } from "./dynamo-keys";

export interface DynamoKeyBookOptions {
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
}

/** What cursors of the list of owners are made for. */
const ownerList = `${keyList}#owners`;

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

  /** So many of the list of all, behind a place in it; fewer when there are no more, or these are long. */
  async function read(limit: number, after?: string): Promise<{ items: ListedKeyItem[]; more: boolean }> {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :list",
        ExpressionAttributeValues: { ":list": keyList },
        ConsistentRead: true,
        Limit: limit,
        ExclusiveStartKey: after ? { pk: keyList, sk: after } : undefined,
      }),
    );
    return { items: Items as ListedKeyItem[], more: LastEvaluatedKey !== undefined };
  }

  return {
    async listKeys(owner) {
      const found: Key[] = [];
      const own = {
        TableName,
        KeyConditionExpression: "pk = :list AND begins_with(sk, :own)",
        ExpressionAttributeValues: { ":list": keyList, ":own": keys.listedKey(owner, "").sk },
        ConsistentRead: true,
      };
      for await (const { Items = [] } of paginateQuery({ client }, own))
        found.push(...(Items as ListedKeyItem[]).map(toKey));
      return found;
    },
    async pageOfKeys({ limit, cursor }) {
      const { items } = await read(
        limit + 1,
        cursor === undefined ? undefined : readCursor(keyList, cursor)[0],
      );
      const page = items.slice(0, limit);
      const last = items.length > limit ? page.at(-1) : undefined;
      return { keys: page.map(toKey), ...(last && { cursor: writeCursor(keyList, last.sk) }) };
    },
    async pageOfOwners({ limit, cursor }) {
      const owners = new Set<string>();
      let last = cursor === undefined ? undefined : readCursor(ownerList, cursor)[0];
      for (let more = true; more && owners.size <= limit; last = [...owners].at(-1)) {
        const { items, more: hasMore } = await read(limit + 1, last && behindKeysOf(last));
        for (const { owner } of items) owners.add(owner);
        more = hasMore;
      }
      const page = [...owners].slice(0, limit);
      const next = owners.size > limit ? page.at(-1) : undefined;
      return { owners: page, ...(next && { cursor: writeCursor(ownerList, next) }) };
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

/** Place in the list of keys behind all of this owner's: their ids are letters and digits. */
function behindKeysOf(owner: string): string {
  return keys.listedKey(owner, "~").sk;
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
