import type { Conversation } from "../contract/conversation";
import { searchedText } from "../core/searched-text";
import { jsonBytes } from "./aurora-context";
import { toSettings, toSettingsColumns } from "./aurora-settings";
import type { SqlParameters, SqlRow } from "./sql";

/** What {@link toConversation} reads. */
export const conversationColumns = "id, title, created_at, updated_at, pinned, system, settings";

/** Parameters of a new row. */
export function conversationParameters(
  owner: string,
  conversation: Conversation,
  newestReplyId: string | undefined,
): SqlParameters {
  const { id, title, createdAt, updatedAt, pinned, settings } = conversation;
  return {
    owner,
    id,
    title,
    searchedTitle: searchedText(title),
    createdAt,
    updatedAt,
    pinned,
    ...toSettingsColumns(settings),
    newestReplyId,
    bytes: jsonBytes(settings),
  };
}

/** Makes the row of {@link conversationParameters}. */
export const insertConversation = `
  INSERT INTO conversations (
    owner, id, title, searched_title, created_at, updated_at, pinned, system, settings, newest_reply_id, bytes
  )
  VALUES (
    :owner, :id, :title, :searchedTitle, :createdAt, :updatedAt, :pinned,
    CAST(:system AS text), CAST(:settings AS json), CAST(:newestReplyId AS text), :bytes
  )
  RETURNING number`;

export function toConversation(row: SqlRow): Conversation {
  const settings = toSettings(row);
  return {
    id: row["id"] as string,
    title: row["title"] as string,
    createdAt: row["created_at"] as string,
    updatedAt: row["updated_at"] as string,
    pinned: row["pinned"] as boolean,
    ...(settings && { settings }),
  };
}
