import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { ConversationFiles } from "../file-ports";
import type { Clock, ConversationStore, FileStore, Logger, Wait } from "../ports";
import { createBeginTurn, createFindTurn } from "./dynamo-begin-turn";
import { createDynamoClient } from "./dynamo-client";
import { createConversations } from "./dynamo-conversations";
import { createDeletion } from "./dynamo-deletion";
import { jittered } from "./dynamo-errors";
import { createImport } from "./dynamo-import";
import { createMessageBodies } from "./dynamo-message-bodies";
import { createMessages } from "./dynamo-messages";
import { createReplies } from "./dynamo-replies";
import { createJsonLogger } from "./json-logger";
import { systemClock, systemWait } from "./system-clock";

export interface DynamoConversationStoreOptions {
  /** A table with keys `pk` and `sk`, index `by-updated` (`g1pk`, `g1sk`, all attributes), TTL on `expiresAt`. */
  tableName: string;
  /** For texts over 300 KB. */
  files: FileStore;
  /** What goes with a conversation that is deleted. @default - its files are left to another store's next deletion */
  attachments?: ConversationFiles;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
  /** @default - the system's clock */
  clock?: Clock;
  /** @default - the system's timers */
  wait?: Wait;
  /** Which part of a pause is waited, from 0 to 1, so that calls do not meet again and again. @default - `Math.random` */
  random?: () => number;
  /** Told what a deletion could not clear up besides. @default - lines on the standard output */
  logger?: Logger;
}

/** Conversations in one DynamoDB table; {@link "./dynamo-keys"} has the layout. */
export function createDynamoConversationStore(options: DynamoConversationStoreOptions): ConversationStore {
  const { tableName, files, attachments } = options;
  const { client = createDynamoClient(), clock = systemClock, wait = systemWait } = options;
  const { logger = createJsonLogger(), random = Math.random } = options;
  const bodies = createMessageBodies(files, clock);
  const context = { client, tableName, bodies, attachments, clock, wait: jittered(wait, random), logger };
  return {
    beginTurn: createBeginTurn(context),
    findTurn: createFindTurn(context),
    ...createReplies(context),
    ...createConversations(context),
    ...createMessages(context),
    ...createImport(context),
    deleteConversation: createDeletion(context),
  };
}
