import type { Conversation, ConversationPatch } from "../contract/conversation";
import { searchedExpression, searchedText } from "../core/searched-text";
import type { ConversationStore } from "../ports";
import { type AuroraContext, jsonBytes } from "./aurora-context";
import { conversationColumns, toConversation } from "./aurora-conversation-rows";
import { listConversations } from "./aurora-listing";
import { searchConversations } from "./aurora-search";
import { toSettingsColumns } from "./aurora-settings";
import type { SqlParameters } from "./sql";
import { conversationNotFound } from "./store-problems";

export function createAuroraConversations(
  context: AuroraContext,
): Pick<ConversationStore, "getConversation" | "listConversations" | "updateConversation"> {
  const { sql } = context;
  return {
    async getConversation(owner, id) {
      const [row] = await sql.query(
        `SELECT ${conversationColumns} FROM conversations WHERE owner = :owner AND id = :id`,
        { owner, id },
      );
      if (!row) throw conversationNotFound();
      return toConversation(row);
    },

    listConversations(owner, { q, ...page }) {
      return searchedExpression(q) === undefined
        ? listConversations(context, owner, page)
        : searchConversations(context, owner, { ...page, q });
    },

    updateConversation: (owner, id, patch) => updateConversation(context, owner, id, patch),
  };
}

async function updateConversation(
  { sql }: AuroraContext,
  owner: string,
  id: string,
  { title, pinned, settings }: ConversationPatch,
): Promise<Conversation> {
  const changes: string[] = [];
  const parameters: SqlParameters = { owner, id };
  if (title !== undefined) {
    changes.push("title = :title", "searched_title = :searchedTitle");
    Object.assign(parameters, { title, searchedTitle: searchedText(title) });
  }
  if (pinned !== undefined) {
    changes.push("pinned = :pinned");
    Object.assign(parameters, { pinned });
  }
  if (settings !== undefined) {
    changes.push("system = CAST(:system AS text)", "settings = CAST(:settings AS json)", "bytes = :bytes");
    Object.assign(parameters, toSettingsColumns(settings), { bytes: jsonBytes(settings) });
  }
  const [row] = await sql.query(
    `UPDATE conversations SET ${changes.join(", ")} WHERE owner = :owner AND id = :id RETURNING ${conversationColumns}`,
    parameters,
  );
  if (!row) throw conversationNotFound();
  return toConversation(row);
}
