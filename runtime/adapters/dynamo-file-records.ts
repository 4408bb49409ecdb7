import { type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { FileRecords } from "../file-ports";
import type { Clock, Wait } from "../ports";
import { createDynamoClient } from "./dynamo-client";
import { jittered } from "./dynamo-errors";
import { readCursor, writeCursor } from "./list-cursor";
import { createFileClaims } from "./dynamo-file-claims";
import { type FileContext, nowSecOf, readBytesItem, readFileItem, updateOne } from "./dynamo-file-context";
import { createFileCreation } from "./dynamo-file-creation";
import { createFileDeletion } from "./dynamo-file-deletion";
import { type FileItem, isThere, toCount, toFile, toRecord } from "./dynamo-file-items";
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
  /** Which part of a pause is waited, from 0 to 1, so that calls do not meet again and again. @default - `Math.random` */
  random?: () => number;
}

/**
 * Records of files in the table, whatever keeps the conversations. Needs `dynamodb:GetItem`, `dynamodb:PutItem` and
 * `dynamodb:UpdateItem`; to list also `dynamodb:Query`, to delete also `dynamodb:DeleteItem`.
 */
export function createDynamoFileRecords(options: DynamoFileRecordsOptions): FileRecords {
  const { tableName, client = createDynamoClient(), clock = systemClock } = options;
  const { wait = systemWait, random = Math.random } = options;
  const context: FileContext = { client, tableName, clock, wait: jittered(wait, random) };
  return {
    createFile: createFileCreation(context),
    ...createFileClaims(context),
    ...createFileDeletion(context),
    ...createFileReading(context),

    renameFile(owner, id, name) {
      const condition = {
        expression:
          "attribute_exists(pk) AND attribute_not_exists(isDeleted) AND (attribute_not_exists(expiresAt) OR expiresAt > :nowSec)",
        values: { ":nowSec": nowSecOf(context) },
      };
      return updateOne(context, keys.file(owner, id), updateOf({ name }, condition));
    },
  };
}

function createFileReading(context: FileContext): Pick<FileRecords, "getFile" | "listFiles" | "countFiles"> {
  return {
    async getFile(owner, id) {
      const item = await readFileItem(context, owner, id);
      return item && isThere(item, nowSecOf(context)) ? toRecord(item) : undefined;
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
      const files = (Items as FileItem[]).filter((item) => isThere(item, nowSec)).map(toFile);
      const last = (LastEvaluatedKey as ItemKey | undefined)?.sk.slice("F#".length);
      return last === undefined ? { files } : { files, cursor: writeCursor(list, last) };
    },

    countFiles: async (owner) => toCount(await readBytesItem(context, owner)),
  };
}
