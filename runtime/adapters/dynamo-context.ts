import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Problem } from "../contract/problem";
import type { Clock, Wait } from "../ports";
import type { MessageBodies } from "./dynamo-message-bodies";

/** What the parts of the conversation store share. */
export interface DynamoContext {
  client: DynamoDBDocumentClient;
  tableName: string;
  bodies: MessageBodies;
  clock: Clock;
  wait: Wait;
}

export function conversationNotFound(): Problem {
  return new Problem("not_found", "There is no such conversation.");
}

export function messageNotFound(): Problem {
  return new Problem("not_found", "There is no such message in this conversation.");
}
