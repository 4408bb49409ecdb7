import type { ConversationStore, ReplyEnd, ReplyProgress } from "../ports";
import { type AuroraContext, jsonBytes } from "./aurora-context";
import { messageColumns, searchableText, toMessage } from "./aurora-message-rows";
import { createAuroraMessages } from "./aurora-messages";
import { asJson, type SqlParameters, type SqlRow } from "./sql";
import { conversationNotFound, messageNotFound } from "./store-problems";

/** The part of the store that a running reply is written with. */
export function createAuroraReplies(
  context: AuroraContext,
): Pick<ConversationStore, "saveProgress" | "endReply" | "requestStop"> {
  return {
    async saveProgress(progress) {
      const { leaseUntil } = progress;
      const [saved] = await update(context, progress, "lease_until = :leaseUntil", "m.stop_requested", {
        leaseUntil,
      });
      if (!saved) throw messageNotFound();
      return { stopRequested: saved["stop_requested"] === true };
    },

    async endReply(end) {
      const { owner, conversationId, messageId, text, reasoning, status, ...outcome } = end;
      const [ended] = await update(
        context,
        end,
        `status = :status, outcome = CAST(:outcome AS json), searched_text = CAST(:searchedText AS text),
        lease_until = NULL, stop_requested = false`,
        messageColumns,
        { status, outcome: asJson(outcomeOf(outcome)), searchedText: searchableText(text) },
      );
      // Either an answer of ours was lost and this is the SDK's second try, or the conversation was deleted.
      if (!ended) return createAuroraMessages(context).getMessage(owner, conversationId, messageId);
      return toMessage(conversationId, ended, context.clock(), { text, reasoning });
    },

    requestStop: (owner, conversationId, messageId) => requestStop(context, owner, conversationId, messageId),
  };
}

/** Whatever else an end tells is part of the message. */
function outcomeOf({ model, ...outcome }: Partial<ReplyEnd>): Partial<ReplyEnd> {
  return model ? { ...outcome, model } : outcome;
}

/** One statement; no row when the reply no longer runs or is gone. */
function update(
  { sql, clock }: AuroraContext,
  { owner, conversationId, messageId, text, reasoning }: Omit<ReplyProgress, "leaseUntil">,
  set: string,
  returning: string,
  parameters: SqlParameters,
): Promise<SqlRow[]> {
  return sql.query(
    `UPDATE messages m SET text = :text, reasoning = :reasoning, bytes = :bytes, updated_at = :updatedAt, ${set}
    FROM conversations c
    WHERE c.owner = :owner AND c.id = :conversationId
      AND m.conversation = c.number AND m.id = :messageId AND m.status = 'running'
    RETURNING ${returning}`,
    {
      ...parameters,
      owner,
      conversationId,
      messageId,
      text,
      reasoning,
      bytes: jsonBytes(text, reasoning),
      updatedAt: new Date(clock()).toISOString(),
    },
  );
}

/** A reply whose lease has passed has nobody left who could stop it. */
async function requestStop(
  { sql, clock }: AuroraContext,
  owner: string,
  conversationId: string,
  messageId?: string,
): Promise<boolean> {
  const [answer] = await sql.query(
    `WITH place AS (
      SELECT number, newest_reply_id FROM conversations WHERE owner = :owner AND id = :conversationId
    ), asked AS (
      UPDATE messages m SET stop_requested = true FROM place
      WHERE m.conversation = place.number AND m.id = coalesce(CAST(:messageId AS text), place.newest_reply_id)
        AND m.status = 'running' AND m.lease_until >= :now
      RETURNING m.id
    )
    SELECT (SELECT count(*) FROM asked) AS stopping FROM place`,
    { owner, conversationId, messageId, now: clock() },
  );
  if (!answer) throw conversationNotFound();
  return answer["stopping"] === 1;
}
