import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { ConversationFiles } from "../file-ports";
import type { Clock, Logger, Wait } from "../ports";
import type { MessageBodies } from "./dynamo-message-bodies";

/** What the parts of the conversation store share. */
export interface DynamoContext {
  client: DynamoDBDocumentClient;
  tableName: string;
  bodies: MessageBodies;
  attachments?: ConversationFiles;
  clock: Clock;
  wait: Wait;
  logger: Logger;
}
