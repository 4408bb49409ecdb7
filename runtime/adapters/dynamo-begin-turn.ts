import {
  GetCommand,
  type NativeAttributeValue,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { Problem } from "../contract/problem";
import type { BegunTurn, ConversationStore, NewTurn } from "../ports";
import { conversationNotFound, type DynamoContext } from "./dynamo-context";
import { failedConditions, retryOnConflict } from "./dynamo-errors";
import { toConversationItem, toMessageItem, type TurnItem } from "./dynamo-items";
import { bodyKey, keys, listingKey, sha256 } from "./dynamo-keys";
import { updateOf } from "./dynamo-update";

/** How long a repeated POST is the same turn. */
const repeatableSec = 24 * 60 * 60;

/** Places in the transaction, and so in the reasons of a cancelled one. */
const conversationPlace = 0;
const turnPlace = 2;

type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

export function createBeginTurn(context: DynamoContext): ConversationStore["beginTurn"] {
  return async (turn) => {
    if (turn.isAgain) return retryOnConflict(context.wait, () => write(context, turn));
    const user = toMessageItem(turn.owner, turn.user);
    const key = bodyKey(turn.owner, turn.conversation.id, turn.user.id);
    const offloaded = await context.bodies.offload(key, { text: turn.user.text, reasoning: "" });
    try {
      const begun = await retryOnConflict(context.wait, () => write(context, turn, user));
      if (begun.repeated) await context.bodies.discard([offloaded]);
      return begun;
    } catch (error) {
      // After any other error the transaction may have come through, and its message need the text.
      if (error instanceof Problem) await context.bodies.discard([offloaded]);
      throw error;
    }
  };
}

async function write(
  context: DynamoContext,
  turn: NewTurn,
  user?: Record<string, NativeAttributeValue>,
): Promise<BegunTurn> {
  const { tableName: TableName } = context;
  const begun = {
    conversationId: turn.conversation.id,
    userMessageId: turn.user.id,
    messageId: turn.reply.id,
  };
  const reply = {
    ...toMessageItem(turn.owner, turn.reply),
    leaseUntil: turn.leaseUntil,
    stopRequested: false,
  };
  const items: Write[] = [conversationWrite(context, turn), { Put: { TableName, Item: reply } }];
  if (turn.clientMessageId !== undefined) items.push(turnWrite(context, turn, turn.clientMessageId, begun));
  if (user) items.push({ Put: { TableName, Item: user } });
  try {
    await context.client.send(new TransactWriteCommand({ TransactItems: items }));
    return { repeated: false, ...begun };
  } catch (error) {
    const failed = failedConditions(error);
    if (failed?.[turnPlace]) return earlierTurn(context, turn);
    if (failed?.[conversationPlace]) throw conversationNotFound();
    throw error;
  }
}

function conversationWrite({ tableName: TableName }: DynamoContext, turn: NewTurn): Write {
  const { owner, conversation, reply } = turn;
  if (turn.isNew) {
    const Item = toConversationItem(owner, conversation, reply.id);
    return { Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" } };
  }
  const update = updateOf(
    {
      updatedAt: conversation.updatedAt,
      g1sk: listingKey(conversation.updatedAt, conversation.id),
      newestReplyId: reply.id,
    },
    { expression: "attribute_exists(pk)" },
  );
  return { Update: { TableName, Key: keys.conversation(owner, conversation.id), ...update } };
}

/** Remembers whose turn a `clientMessageId` was; TTL is late by up to days, so age is looked at here as well. */
function turnWrite(
  { tableName: TableName, clock }: DynamoContext,
  { owner, asked }: NewTurn,
  clientMessageId: string,
  begun: Omit<BegunTurn, "repeated">,
): Write {
  const nowSec = Math.floor(clock() / 1_000);
  const Item: TurnItem = {
    ...keys.turn(owner, clientMessageId),
    ...begun,
    ...(asked !== undefined && { asked: sha256(asked) }),
    expiresAt: nowSec + repeatableSec,
  };
  return {
    Put: {
      TableName,
      Item,
      ConditionExpression: "attribute_not_exists(pk) OR expiresAt < :nowSec",
      ExpressionAttributeValues: { ":nowSec": nowSec },
    },
  };
}

export function createFindTurn(context: DynamoContext): ConversationStore["findTurn"] {
  const { client, tableName: TableName, clock } = context;
  return async ({ owner, clientMessageId, asked }) => {
    if (clientMessageId === undefined) return undefined;
    const Key = keys.turn(owner, clientMessageId);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    const turn = Item as TurnItem | undefined;
    if (!turn || turn.expiresAt < Math.floor(clock() / 1_000)) return undefined;
    const { conversationId, userMessageId, messageId } = turn;
    const differs = asked !== undefined && turn.asked !== undefined && turn.asked !== sha256(asked);
    return { repeated: true, conversationId, userMessageId, messageId, ...(differs && { differs }) };
  };
}

async function earlierTurn(context: DynamoContext, turn: NewTurn): Promise<BegunTurn> {
  const earlier = await createFindTurn(context)(turn);
  // It may expire between the two calls, once in 24 h: the caller's next try begins the turn.
  if (!earlier)
    throw new Problem("conflict", "The turn of this clientMessageId has just expired; send it again.");
  return earlier;
}
