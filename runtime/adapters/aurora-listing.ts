import type { ConversationPage } from "../contract/conversation";
import type { PageRequest } from "../ports";
import { type AuroraContext, answerBytes } from "./aurora-context";
import { conversationColumns, toConversation } from "./aurora-conversation-rows";
import { readCursor, writeCursor } from "./list-cursor";
import type { SqlParameters, SqlRow } from "./sql";

/** What a row takes besides its settings: a title, ids and dates. */
export const conversationRowBytes = 1_500;

/** The order of the list: pinned ones first, then by date; `beyond` is what comes after a place in it. */
export const listOrder = "pinned DESC, updated_at DESC, id DESC";
export const beyond = "(pinned, updated_at, id) < (CAST(:afterPinned AS boolean), :afterUpdatedAt, :afterId)";

/** Before the first conversation: no date begins with a letter. */
const start = { afterPinned: true, afterUpdatedAt: "z", afterId: "" };

/** A page of the owner's conversations. It is short when their settings are long. */
export async function listConversations(
  { sql }: AuroraContext,
  owner: string,
  { limit, cursor }: PageRequest,
): Promise<ConversationPage> {
  const rows = await sql.query(selectPage, { owner, limit, ...placeOf(owner, cursor) });
  const conversations = rows.slice(0, limit).map(toConversation);
  const last = rows[conversations.length - 1];
  const hasMore = Number(rows[0]?.["found"] ?? 0) > conversations.length;
  return last && hasMore ? { conversations, cursor: cursorAt(owner, last) } : { conversations };
}

const selectPage = `
  SELECT * FROM (
    SELECT ${conversationColumns}, count(*) OVER () AS found,
      row_number() OVER (ORDER BY ${listOrder}) AS place,
      sum(bytes + ${conversationRowBytes}) OVER (ORDER BY ${listOrder}) AS upto
    FROM (
      SELECT * FROM conversations WHERE owner = :owner AND ${beyond} ORDER BY ${listOrder} LIMIT :limit + 1
    ) listed
  ) page
  WHERE place = 1 OR upto <= ${answerBytes}
  ORDER BY place`;

/** Where a list goes on, as parameters of {@link beyond}. */
export function placeOf(owner: string, cursor: string | undefined): SqlParameters {
  if (cursor === undefined) return start;
  const [part, afterUpdatedAt = "", afterId = ""] = readCursor(listOf(owner), cursor);
  return { afterPinned: part === "pinned", afterUpdatedAt, afterId };
}

/** The place of a conversation. */
export function cursorAt(owner: string, { pinned, updated_at: updatedAt, id }: SqlRow): string {
  return writeCursor(listOf(owner), pinned === true ? "pinned" : "others", String(updatedAt), String(id));
}

function listOf(owner: string): string {
  return JSON.stringify(["conversations", owner]);
}
