import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Message } from "../contract/message";
import type { ConversationStore } from "../ports";
import type { DynamoContext } from "./dynamo-context";
import { isConditionFailure } from "./dynamo-errors";
import { type ConversationItem, isInline, type MessageBody, type MessageItem } from "./dynamo-items";
import { bodyKey, keys } from "./dynamo-keys";
import { type Condition, updateOf } from "./dynamo-update";
import { conversationNotFound, messageNotFound } from "./store-problems";

const whileRunning: Condition = {
  expression: "#status = :running",
  names: { "#status": "status" },
  values: { ":running": "running" },
};

interface Written extends MessageBody {
  owner: string;
  conversationId: string;
  messageId: string;
}

/** The part of the store that a running reply is written with. */
export function createReplies(
  context: DynamoContext,
): Pick<ConversationStore, "saveProgress" | "endReply" | "requestStop"> {
  const isoNow = () => new Date(context.clock()).toISOString();
  return {
    async saveProgress(progress) {
      const { leaseUntil } = progress;
      const saved = await update(context, progress, { leaseUntil, updatedAt: isoNow() });
      if (!saved) throw messageNotFound();
      return { stopRequested: saved.stopRequested === true };
    },

    async endReply(end) {
      const { status, finishReason, usage, error, model, reasoningMs } = end;
      const saved = await update(context, end, {
        status,
        finishReason,
        usage,
        error,
        ...(model && { model }),
        ...(reasoningMs !== undefined && { reasoningMs }),
        updatedAt: isoNow(),
        leaseUntil: undefined,
        stopRequested: undefined,
      });
      return saved ? context.bodies.read(saved) : endedBefore(context, end);
    },

    requestStop: (owner, conversationId, messageId) => requestStop(context, owner, conversationId, messageId),
  };
}

/** One UpdateItem; undefined when the reply no longer runs or is gone. */
async function update(
  { client, tableName: TableName, bodies }: DynamoContext,
  reply: Written,
  set: Record<string, unknown>,
): Promise<MessageItem | undefined> {
  const { text, reasoning } = reply;
  const offloaded = await bodies.offload(keyOf(reply), { text, reasoning });
  const body = offloaded === undefined ? { text, reasoning } : { bodyKey: offloaded };
  const { Attributes } = await unlessCondition(() =>
    client.send(
      new UpdateCommand({
        TableName,
        Key: keys.message(reply.owner, reply.conversationId, reply.messageId),
        ...updateOf({ text: undefined, reasoning: undefined, ...body, ...set }, whileRunning),
        ReturnValues: "ALL_NEW",
      }),
    ),
  );
  return Attributes as MessageItem | undefined;
}

/** Either an answer of ours was lost and this is the SDK's second try, or the conversation was deleted. */
async function endedBefore(
  { client, tableName: TableName, bodies }: DynamoContext,
  end: Written,
): Promise<Message> {
  const Key = keys.message(end.owner, end.conversationId, end.messageId);
  const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  if (Item) return bodies.read(Item as MessageItem);
  if (!isInline(end)) await bodies.discard([keyOf(end)]);
  throw messageNotFound();
}

async function requestStop(
  { client, tableName: TableName, clock }: DynamoContext,
  owner: string,
  conversationId: string,
  messageId?: string,
): Promise<boolean> {
  const Key = keys.conversation(owner, conversationId);
  const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  if (!Item) throw conversationNotFound();
  const replyId = messageId ?? (Item as ConversationItem).newestReplyId;
  if (replyId === undefined) return false;
  const { Attributes } = await unlessCondition(() =>
    client.send(
      new UpdateCommand({
        TableName,
        Key: keys.message(owner, conversationId, replyId),
        ...updateOf({ stopRequested: true }, stillAlive(clock())),
        ReturnValues: "UPDATED_NEW",
      }),
    ),
  );
  return Attributes !== undefined;
}

function keyOf({ owner, conversationId, messageId }: Written): string {
  return bodyKey(owner, conversationId, messageId);
}

/** A reply whose lease has passed has nobody left who could stop it. */
function stillAlive(now: number): Condition {
  return {
    expression: `${whileRunning.expression} AND leaseUntil >= :now`,
    names: whileRunning.names,
    values: { ...whileRunning.values, ":now": now },
  };
}

async function unlessCondition<T extends object>(
  send: () => Promise<T>,
): Promise<T | { Attributes?: undefined }> {
  try {
    return await send();
  } catch (error) {
    if (isConditionFailure(error)) return {};
    throw error;
  }
}
