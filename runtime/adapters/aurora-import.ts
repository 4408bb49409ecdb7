import type { Message } from "../contract/message";
import type { ConversationStore } from "../ports";
import { type AuroraContext, jsonBytes } from "./aurora-context";
import { conversationParameters, insertConversation } from "./aurora-conversation-rows";
import { insertMessages, messageParameter } from "./aurora-message-rows";
import { asJson, isUniqueViolation, type Sql } from "./sql";
import { conversationNotFound } from "./store-problems";

/** How much text a statement takes: what is searched goes along, and a request has 4 MB at most. */
const statementBytes = 1_500_000;

/** Importing: nothing of it is seen before the transaction has ended. */
export function createAuroraImport(
  context: AuroraContext,
): Pick<ConversationStore, "importConversation" | "importMessages" | "rolesOf"> {
  const { sql } = context;
  return {
    async importConversation(owner, conversation, messages) {
      const newestReplyId = messages.findLast(({ role }) => role === "assistant")?.id;
      try {
        await sql.transaction(async (sql) => {
          await sql.query(insertConversation, conversationParameters(owner, conversation, newestReplyId));
          await putMessages(sql, owner, conversation.id, messages);
        });
      } catch (error) {
        // It is there: only the answer was lost.
        if (!isUniqueViolation(error)) throw error;
      }
    },

    async importMessages(owner, conversationId, messages) {
      await sql.transaction(async (sql) => {
        const found = await sql.query(
          "SELECT number FROM conversations WHERE owner = :owner AND id = :conversationId FOR SHARE",
          { owner, conversationId },
        );
        if (found.length === 0) throw conversationNotFound();
        await putMessages(sql, owner, conversationId, messages);
      });
    },

    async rolesOf(owner, conversationId, ids) {
      const rows = await sql.query(
        `SELECT m.id, m.role FROM conversations c
        LEFT JOIN messages m ON m.conversation = c.number
          AND m.id IN (SELECT json_array_elements_text(CAST(:ids AS json)))
        WHERE c.owner = :owner AND c.id = :conversationId`,
        { owner, conversationId, ids: asJson(ids) },
      );
      if (rows.length === 0) throw conversationNotFound();
      const found = rows.filter(({ id }) => id !== null);
      return new Map(found.map(({ id, role }) => [id as string, role as Message["role"]]));
    },
  };
}

async function putMessages(
  sql: Pick<Sql, "query">,
  owner: string,
  conversationId: string,
  messages: readonly Message[],
): Promise<void> {
  for (const part of partsOf(messages)) {
    await sql.query(
      `WITH place AS (SELECT number FROM conversations WHERE owner = :owner AND id = :conversationId)
      ${insertMessages} ON CONFLICT DO NOTHING`,
      { owner, conversationId, messages: messageParameter(part.map((message) => ({ message }))) },
    );
  }
}

function partsOf(messages: readonly Message[]): Message[][] {
  const parts: Message[][] = [];
  let room = 0;
  for (const message of messages) {
    const bytes = jsonBytes(message);
    if (bytes > room) {
      parts.push([]);
      room = statementBytes;
    }
    parts.at(-1)?.push(message);
    room -= bytes;
  }
  return parts;
}
