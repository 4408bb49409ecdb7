import type { ConversationStore } from "../ports";
import { type AuroraContext, answerBytes } from "./aurora-context";
import { knownBytes, messageColumns } from "./aurora-message-rows";
import { toMessages } from "./aurora-message-texts";
import { asJson } from "./sql";
import { readCursor, writeCursor } from "./list-cursor";
import { conversationNotFound, messageNotFound } from "./store-problems";

/** What a row takes besides text and reasoning: ids, dates, what a model said of itself. */
const messageRowBytes = 1_000;

/** Sorts behind any id. */
const newest = "\u{10ffff}";

export function createAuroraMessages(
  context: AuroraContext,
): Pick<ConversationStore, "listMessages" | "getMessage" | "setFeedback"> {
  const { sql } = context;

  const getMessage: ConversationStore["getMessage"] = async (owner, conversationId, messageId) => {
    const rows = await sql.query(
      `SELECT ${messageColumns}
      FROM conversations c LEFT JOIN messages m ON m.conversation = c.number AND m.id = :messageId
      WHERE c.owner = :owner AND c.id = :conversationId`,
      { owner, conversationId, messageId },
    );
    if (rows.length === 0) throw conversationNotFound();
    if (rows[0]?.["id"] === null) throw messageNotFound();
    const [message] = await toMessages(context, owner, conversationId, rows);
    if (!message) throw messageNotFound();
    return message;
  };

  return {
    getMessage,

    async listMessages(owner, conversationId, { limit, cursor }) {
      const list = JSON.stringify(["messages", owner, conversationId]);
      const before = cursor === undefined ? newest : readCursor(list, cursor)[0];
      const rows = await sql.query(selectPage, { owner, conversationId, before, limit });
      if (rows.length === 0) throw conversationNotFound();
      const page = rows.filter(({ id }) => id !== null).slice(0, limit);
      const messages = await toMessages(context, owner, conversationId, page);
      const last = messages.at(-1);
      const hasMore = Number(rows[0]?.["found"]) > messages.length;
      return last && hasMore ? { messages, cursor: writeCursor(list, last.id) } : { messages };
    },

    async setFeedback(owner, conversationId, messageId, feedback) {
      const changed = await sql.query(
        `UPDATE messages m SET feedback = CAST(:feedback AS json)
        FROM conversations c
        WHERE c.owner = :owner AND c.id = :conversationId
          AND m.conversation = c.number AND m.id = :messageId AND m.role = 'assistant'
        RETURNING m.id`,
        { owner, conversationId, messageId, feedback: asJson(feedback) },
      );
      const message = await getMessage(owner, conversationId, messageId);
      if (changed.length === 0) throw messageNotFound();
      return message;
    },
  };
}

/** One row at least for a conversation that is there. A page is short when its messages are long. */
const selectPage = `
  SELECT * FROM (
    SELECT ${messageColumns}, count(m.id) OVER () AS found, row_number() OVER (ORDER BY m.id DESC) AS place,
      sum(m.bytes + ${knownBytes} + ${messageRowBytes})
        OVER (ORDER BY m.id DESC) AS upto
    FROM conversations c
    LEFT JOIN LATERAL (
      SELECT * FROM messages WHERE conversation = c.number AND id < :before ORDER BY id DESC LIMIT :limit + 1
    ) m ON true
    WHERE c.owner = :owner AND c.id = :conversationId
  ) page
  WHERE place = 1 OR upto <= ${answerBytes}
  ORDER BY place`;
