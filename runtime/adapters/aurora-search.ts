import type { ConversationPage, ListedConversation } from "../contract/conversation";
import { searchedExpression } from "../core/searched-text";
import { excerptOf, searchPattern } from "../core/text-search";
import type { PageRequest } from "../ports";
import { type AuroraContext, answerBytes } from "./aurora-context";
import { toConversation } from "./aurora-conversation-rows";
import { beyond, conversationRowBytes, cursorAt, listOrder, placeOf } from "./aurora-listing";
import type { SqlRow } from "./sql";

/** In how many conversations one statement looks, and for how long a call begins another. */
const lookedAt = 200;
const callMs = 2_000;

/** As much around a match as `excerptOf` looks at, and the longest match. */
const charsBefore = 450;
const charsAround = 1_050;

/** What a text found takes in an answer, as JSON. */
const matchBytes = 6 * charsAround;

/**
 * A page of what a search finds, in the order of the list. Rare words are found by the index of three letters each, of
 * frequent ones the newest are at hand. A reply is searched when it has ended.
 */
export async function searchConversations(
  { sql, clock }: AuroraContext,
  owner: string,
  { limit, cursor, q }: PageRequest & { q?: string },
): Promise<ConversationPage> {
  const pattern = searchPattern(q);
  const expression = searchedExpression(q);
  if (!pattern || expression === undefined) return { conversations: [] };
  const endAt = clock() + callMs;
  const conversations: ListedConversation[] = [];
  let next = cursor;
  do {
    const room = limit - conversations.length;
    const place = placeOf(owner, next);
    const rows = await sql.query(selectHits, { owner, expression, limit: room, ...place });
    const hits = rows.filter(({ place }) => place !== null);
    conversations.push(...hits.flatMap((row) => hitOf(row, pattern)));
    next = nextOf(owner, rows, hits);
    // One answer of long settings is as much as the function may send.
    if (hits.length > 0 && Number(hits.at(-1)?.["upto"]) > answerBytes / 2) break;
  } while (next !== undefined && conversations.length < limit && clock() < endAt);
  return next === undefined ? { conversations } : { conversations, cursor: next };
}

/** Where to go on: behind the last one told, if others were left out, else behind the last one looked at. */
function nextOf(owner: string, rows: readonly SqlRow[], hits: readonly SqlRow[]): string | undefined {
  const [first] = rows;
  const last = hits.at(-1);
  if (!first) return undefined;
  if (last && Number(first["found"]) > hits.length) return cursorAt(owner, last);
  if (Number(first["looked_at"]) < lookedAt) return undefined;
  const { end_pinned: pinned = null, end_updated_at: updated_at = null, end_id: id = null } = first;
  return cursorAt(owner, { pinned, updated_at, id });
}

function hitOf(row: SqlRow, pattern: RegExp): ListedConversation[] {
  const conversation = toConversation(row);
  if (pattern.test(conversation.title)) return [conversation];
  const excerpt = excerptOf((row["around"] as string | null) ?? "", pattern);
  // Never seen: the two ways to search differ about it.
  if (excerpt === undefined) return [];
  return [{ ...conversation, match: { messageId: String(row["match_id"]), excerpt } }];
}

/** The first row tells how far it looked, also when nothing was found there. */
const selectHits = `
  WITH listed AS (
    SELECT number, id, updated_at, pinned, bytes, row_number() OVER (ORDER BY ${listOrder}) AS place,
      searched_title ~ :expression AS is_titled
    FROM (
      SELECT * FROM conversations WHERE owner = :owner AND ${beyond} ORDER BY ${listOrder} LIMIT ${lookedAt}
    ) newest
  ), texts AS (
    SELECT DISTINCT ON (conversation) conversation, id FROM messages
    WHERE owner = :owner AND searched_text ~ :expression AND conversation IN (SELECT number FROM listed WHERE NOT is_titled)
    ORDER BY conversation, id DESC
  ), hits AS (
    SELECT l.place, l.number, t.id AS match_id, count(*) OVER () AS found,
      row_number() OVER (ORDER BY l.place) AS nth,
      sum(l.bytes + ${conversationRowBytes + matchBytes}) OVER (ORDER BY l.place) AS upto
    FROM listed l LEFT JOIN texts t ON t.conversation = l.number
    WHERE l.is_titled OR t.id IS NOT NULL
  ), told AS (
    SELECT h.place, h.found, CAST(h.upto AS bigint) AS upto, h.match_id,
      substr(m.text, greatest(1, regexp_instr(m.searched_text, :expression) - ${charsBefore}), ${charsAround}) AS around,
      c.id, c.title, c.created_at, c.updated_at, c.pinned, c.system, c.settings
    FROM hits h
    JOIN conversations c ON c.number = h.number
    LEFT JOIN messages m ON m.conversation = h.number AND m.id = h.match_id
    WHERE h.nth = 1 OR (h.nth <= :limit AND h.upto <= ${answerBytes})
  )
  SELECT last.place AS looked_at, last.pinned AS end_pinned, last.updated_at AS end_updated_at, last.id AS end_id, told.*
  FROM (SELECT * FROM listed ORDER BY place DESC LIMIT 1) last LEFT JOIN told ON true
  ORDER BY told.place`;
