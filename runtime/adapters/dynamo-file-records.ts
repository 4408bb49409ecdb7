import { type DynamoDBDocumentClient, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { FileRecords } from "../file-ports";
import type { Clock, Wait } from "../ports";
import { createDynamoClient } from "./dynamo-client";
import { readCursor, writeCursor } from "./list-cursor";
import { isConditionFailure } from "./dynamo-errors";
import { createFileClaims } from "./dynamo-file-claims";
import { type FileContext, nowSecOf, readBytesItem, readFileItem } from "./dynamo-file-context";
import { createFileCreation } from "./dynamo-file-creation";
import { createFileDeletion } from "./dynamo-file-deletion";
import { type FileItem, isRunOut, runOut, toFile } from "./dynamo-file-items";
import { type ItemKey, keys, ownerKey } from "./dynamo-keys";
import { updateOf } from "./dynamo-update";
import { systemClock, systemWait } from "./system-clock";

export interface DynamoFileRecordsOptions {
  tableName: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
  /** @default - the system's clock */
  clock?: Clock;
  /** @default - the system's timers */
  wait?: Wait;
}

/**
 * Records of files in the table, whatever keeps the conversations. Needs `dynamodb:GetItem`, `dynamodb:PutItem` and
 * `dynamodb:UpdateItem`; to list also `dynamodb:Query`, to delete also `dynamodb:DeleteItem`.
 */
export function createDynamoFileRecords(options: DynamoFileRecordsOptions): FileRecords {
  const { tableName, client = createDynamoClient(), clock = systemClock, wait = systemWait } = options;
  const context: FileContext = { client, tableName, clock, wait };
  return {
    createFile: createFileCreation(context),
    claimFiles: createFileClaims(context),
    ...createFileDeletion(context),
    ...createFileReading(context),

    async renameFile(owner, id, name) {
      const condition = {
        expression: "attribute_exists(pk) AND (attribute_not_exists(expiresAt) OR expiresAt > :nowSec)",
        values: { ":nowSec": nowSecOf(context) },
      };
      const update = updateOf({ name }, condition);
      try {
        await client.send(new UpdateCommand({ TableName: tableName, Key: keys.file(owner, id), ...update }));
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
  };
}

function createFileReading(context: FileContext): Pick<FileRecords, "getFile" | "listFiles" | "usedBytes"> {
  return {
    async getFile(owner, id) {
      const item = await readFileItem(context, owner, id);
      return item && !isRunOut(item, nowSecOf(context)) ? toFile(item) : undefined;
    },

    async listFiles(owner, { limit, cursor }) {
      const pk = ownerKey(owner);
      const list = `${pk}#files`;
      const { Items = [], LastEvaluatedKey } = await context.client.send(
        new QueryCommand({
          TableName: context.tableName,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :files)",
          ExpressionAttributeValues: { ":pk": pk, ":files": "F#" },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: limit,
          ExclusiveStartKey: cursor === undefined ? undefined : keys.file(owner, readCursor(list, cursor)[0]),
        }),
      );
      const nowSec = nowSecOf(context);
      const files = (Items as FileItem[]).filter((item) => !isRunOut(item, nowSec)).map(toFile);
      const last = (LastEvaluatedKey as ItemKey | undefined)?.sk.slice("F#".length);
      return last === undefined ? { files } : { files, cursor: writeCursor(list, last) };
    },

    async usedBytes(owner) {
      const item = await readBytesItem(context, owner);
      const gone = runOut(item, nowSecOf(context)).map(([, { size }]) => size);
      return gone.reduce((bytes, size) => bytes - size, item.bytes ?? 0);
    },
  };
}
