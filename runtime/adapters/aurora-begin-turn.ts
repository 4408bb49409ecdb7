import { createHash, randomUUID } from "node:crypto";
import type { BegunTurn, ConversationStore, NewTurn } from "../ports";
import type { AuroraContext } from "./aurora-context";
import { conversationParameters, insertConversation } from "./aurora-conversation-rows";
import { insertMessages, messageParameter } from "./aurora-message-rows";
import { isUniqueViolation, type Sql, type SqlParameters, type SqlRow } from "./sql";
import { conversationJustMade, conversationNotFound } from "./store-problems";

/** How long a repeated POST is the same turn. */
const repeatableSec = 24 * 60 * 60;

/** How many turns that expired an hour ago each new one takes away. */
const maxSwept = 5;
const sweptAfterSec = 60 * 60;

/** One statement, and so all of it or nothing, in one call. */
export function createAuroraBeginTurn(context: AuroraContext): ConversationStore["beginTurn"] {
  return async (turn) => {
    const begunBy = randomUUID();
    try {
      return await write(context, turn, begunBy);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
    const standing = await standingTurn(context, turn, begunBy);
    if (standing) return standing;
    if (await forgetExpired(context, turn)) return write(context, turn, begunBy);
    throw conversationJustMade();
  };
}

async function write({ sql, clock }: AuroraContext, turn: NewTurn, begunBy: string): Promise<BegunTurn> {
  const { owner, conversation, user, reply, leaseUntil } = turn;
  const place = turn.isNew ? insertConversation : moveConversation;
  const messages = [...(turn.isAgain ? [] : [{ message: user }]), { message: reply, leaseUntil }];
  const nowSec = Math.floor(clock() / 1_000);
  const parameters: SqlParameters = {
    ...placeParameters(turn),
    ...turnParameters(turn),
    owner,
    begunBy,
    conversationId: conversation.id,
    messages: messageParameter(messages),
    expiresAt: nowSec + repeatableSec,
    sweptBefore: nowSec - sweptAfterSec,
  };
  const written = await sql.query(
    `WITH place AS (${place}), turn AS (${insertTurn}), swept AS (${sweepTurns}) ${insertMessages} RETURNING id`,
    parameters,
  );
  if (written.length === 0) throw conversationNotFound();
  return { repeated: false, ...idsOf(turn) };
}

const moveConversation = `
  UPDATE conversations SET updated_at = :updatedAt, newest_reply_id = :newestReplyId
  WHERE owner = :owner AND id = :id
  RETURNING number`;

function placeParameters({ isNew, owner, conversation, reply }: NewTurn): SqlParameters {
  if (isNew) return conversationParameters(owner, conversation, reply.id);
  return { id: conversation.id, updatedAt: conversation.updatedAt, newestReplyId: reply.id };
}

const insertTurn = `
  INSERT INTO turns (owner, client_message_id, conversation_id, user_message_id, message_id, asked, begun_by, expires_at)
  SELECT CAST(:owner AS text), CAST(:clientMessageId AS text), CAST(:conversationId AS text),
    CAST(:userMessageId AS text), CAST(:messageId AS text), CAST(:asked AS text), CAST(:begunBy AS text),
    CAST(:expiresAt AS bigint)
  FROM place WHERE CAST(:clientMessageId AS text) IS NOT NULL`;

function turnParameters({ clientMessageId, asked, user, reply }: NewTurn): SqlParameters {
  return {
    clientMessageId,
    userMessageId: user.id,
    messageId: reply.id,
    asked: asked === undefined ? null : sha256(asked),
  };
}

const sweepTurns = `
  DELETE FROM turns WHERE (owner, client_message_id) IN (
    SELECT owner, client_message_id FROM turns WHERE expires_at < :sweptBefore
    ORDER BY expires_at LIMIT ${maxSwept} FOR UPDATE SKIP LOCKED
  )`;

/**
 * An earlier turn with this `clientMessageId`, or this one: when an answer is lost on its way the SDK asks again, and is
 * told that it is there.
 */
async function standingTurn(
  { sql, clock }: AuroraContext,
  turn: NewTurn,
  begunBy: string,
): Promise<BegunTurn | undefined> {
  const { owner, conversation, reply, clientMessageId } = turn;
  if (clientMessageId !== undefined) {
    const row = await readTurn(sql, owner, clientMessageId, clock());
    return row?.["begun_by"] === begunBy
      ? { repeated: false, ...idsOf(turn) }
      : row && toBegunTurn(row, turn.asked);
  }
  const own = await sql.query(
    `SELECT m.id FROM conversations c JOIN messages m ON m.conversation = c.number
    WHERE c.owner = :owner AND c.id = :id AND m.id = :replyId`,
    { owner, id: conversation.id, replyId: reply.id },
  );
  return own.length > 0 ? { repeated: false, ...idsOf(turn) } : undefined;
}

/** Whether a turn was in the way that no longer counts. */
async function forgetExpired({ sql, clock }: AuroraContext, turn: NewTurn): Promise<boolean> {
  const { owner, clientMessageId } = turn;
  if (clientMessageId === undefined) return false;
  const forgotten = await sql.query(
    `DELETE FROM turns WHERE owner = :owner AND client_message_id = :clientMessageId AND expires_at < :nowSec
    RETURNING message_id`,
    { owner, clientMessageId, nowSec: Math.floor(clock() / 1_000) },
  );
  return forgotten.length > 0;
}

export function createAuroraFindTurn({ sql, clock }: AuroraContext): ConversationStore["findTurn"] {
  return async ({ owner, clientMessageId, asked }) => {
    if (clientMessageId === undefined) return undefined;
    const row = await readTurn(sql, owner, clientMessageId, clock());
    return row && toBegunTurn(row, asked);
  };
}

/** One that has not expired. */
async function readTurn(sql: Sql, owner: string, clientMessageId: string, now: number) {
  const [row] = await sql.query(
    `SELECT conversation_id, user_message_id, message_id, asked, begun_by FROM turns
    WHERE owner = :owner AND client_message_id = :clientMessageId AND expires_at >= :nowSec`,
    { owner, clientMessageId, nowSec: Math.floor(now / 1_000) },
  );
  return row;
}

function toBegunTurn(row: SqlRow, asked: string | undefined): BegunTurn {
  const differs = asked !== undefined && row["asked"] !== null && row["asked"] !== sha256(asked);
  return {
    repeated: true,
    conversationId: row["conversation_id"] as string,
    userMessageId: row["user_message_id"] as string,
    messageId: row["message_id"] as string,
    ...(differs && { differs }),
  };
}

function idsOf({ conversation, user, reply }: NewTurn): Omit<BegunTurn, "repeated"> {
  return { conversationId: conversation.id, userMessageId: user.id, messageId: reply.id };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
