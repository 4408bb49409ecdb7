import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  paginateQuery,
  PutCommand,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb";
import type { Preset } from "../contract/preset";
import { Problem } from "../contract/problem";
import type { PresetStore } from "../ports";
import { createDynamoClient } from "./dynamo-client";
import { type ItemKey, keys, ownerKey } from "./dynamo-keys";

export interface DynamoPresetStoreOptions {
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
}

/** Presets in the table. Needs `dynamodb:Query`, `dynamodb:PutItem` and `dynamodb:DeleteItem`. */
export function createDynamoPresetStore({
  tableName: TableName,
  client = createDynamoClient(),
}: DynamoPresetStoreOptions): PresetStore {
  return {
    async listPresets(owner) {
      const query: QueryCommandInput = {
        TableName,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :presets)",
        ExpressionAttributeValues: { ":pk": ownerKey(owner), ":presets": "P#" },
        ConsistentRead: true,
      };
      const presets: Preset[] = [];
      for await (const { Items = [] } of paginateQuery({ client }, query))
        presets.push(...Items.map((item) => toPreset(item as Preset & ItemKey)));
      return presets;
    },
    async putPreset(owner, preset) {
      await client.send(new PutCommand({ TableName, Item: { ...keys.preset(owner, preset.id), ...preset } }));
    },
    async deletePreset(owner, id) {
      const { Attributes } = await client.send(
        new DeleteCommand({ TableName, Key: keys.preset(owner, id), ReturnValues: "ALL_OLD" }),
      );
      if (!Attributes) throw new Problem("not_found", "There is no such preset.");
    },
  };
}

function toPreset({ id, name, settings }: Preset & ItemKey): Preset {
  return { id, name, settings };
}
