import {
  GetCommand,
  type NativeAttributeValue,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { Problem } from "../contract/problem";
import type { BegunTurn, ConversationStore, NewTurn } from "../ports";
import type { DynamoContext } from "./dynamo-context";
import { failedConditions, retryOnConflict } from "./dynamo-errors";
import { toConversationItem, toMessageItem, type TurnItem } from "./dynamo-items";
import { bodyKey, keys, listingKey, sha256 } from "./dynamo-keys";
import { updateOf } from "./dynamo-update";
import { conversationJustMade, conversationNotFound, conversationStillDeleted } from "./store-problems";

/** How long a repeated POST is the same turn. */
const repeatableSec = 24 * 60 * 60;

type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** One write of the turn's transaction, with what it means that its condition does not hold. */
interface Part {
  write: Write;
  refused?: () => Problem | Promise<BegunTurn>;
}

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
  const begun = {
    conversationId: turn.conversation.id,
    userMessageId: turn.user.id,
    messageId: turn.reply.id,
  };
  const parts = partsOf(context, turn, begun, user);
  try {
    const TransactItems = parts.map((part) => part.write);
    await context.client.send(new TransactWriteCommand({ TransactItems }));
    return { repeated: false, ...begun };
  } catch (error) {
    const refused = parts[failedConditions(error)?.indexOf(true) ?? -1]?.refused?.();
    if (refused instanceof Problem) throw refused;
    if (refused) return refused;
    throw error;
  }
}

/** Of several whose conditions fail, the first one says what is wrong. */
function partsOf(
  context: DynamoContext,
  turn: NewTurn,
  begun: Omit<BegunTurn, "repeated">,
  user?: Record<string, NativeAttributeValue>,
): Part[] {
  const { tableName: TableName } = context;
  const { clientMessageId, isNew, leaseUntil, owner } = turn;
  const reply = { ...toMessageItem(owner, turn.reply), leaseUntil, stopRequested: false };
  return [
    ...(clientMessageId === undefined
      ? []
      : [
          {
            write: turnWrite(context, turn, clientMessageId, begun),
            refused: () => earlierTurn(context, turn),
          },
        ]),
    { write: conversationWrite(context, turn), refused: isNew ? conversationJustMade : conversationNotFound },
    ...(isNew ? [{ write: notBeingDeleted(context, turn), refused: conversationStillDeleted }] : []),
    { write: { Put: { TableName, Item: reply } } },
    ...(user ? [{ write: { Put: { TableName, Item: user } } }] : []),
  ];
}

/** What is deleted goes message by message, and would take the new ones along. */
function notBeingDeleted({ tableName: TableName }: DynamoContext, { owner, conversation }: NewTurn): Write {
  const Key = keys.deletion(owner, conversation.id);
  return { ConditionCheck: { TableName, Key, ConditionExpression: "attribute_not_exists(pk)" } };
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
