import type { Message } from "../contract/message";
import { type AuroraContext, answerBytes } from "./aurora-context";
import { type MessageBody, toMessage } from "./aurora-message-rows";
import { asJson, type SqlRow } from "./sql";

/** So many characters of text and of reasoning fit into a row, whatever they are: as JSON one has six bytes at most. */
const partChars = 5_000;
const rowsOfAnyText = Math.floor(answerBytes / (2 * 6 * partChars));

/** More than any text has that fits into one answer. */
const maxParts = answerBytes;

/** The messages of rows with `messageColumns`; long texts are fetched in parts. */
export async function toMessages(
  context: AuroraContext,
  owner: string,
  conversationId: string,
  rows: readonly SqlRow[],
): Promise<Message[]> {
  const bodies = new Map<string, MessageBody>();
  for (const group of answersOf(rows.filter(({ text }) => text === null)))
    await readBodies(context, owner, conversationId, group, bodies);
  const now = context.clock();
  return rows.map((row) => toMessage(conversationId, row, now, bodies.get(row["id"] as string)));
}

/** Groups of messages whose texts one answer holds; one that is too long for that is a group of its own. */
function answersOf(rows: readonly SqlRow[]): SqlRow[][] {
  const groups: SqlRow[][] = [];
  let room = 0;
  for (const row of rows) {
    const bytes = Number(row["bytes"]);
    if (bytes > room) {
      groups.push([]);
      room = answerBytes;
    }
    groups.at(-1)?.push(row);
    room -= bytes;
  }
  return groups;
}

async function readBodies(
  { sql }: AuroraContext,
  owner: string,
  conversationId: string,
  group: readonly SqlRow[],
  bodies: Map<string, MessageBody>,
): Promise<void> {
  const ids = asJson(group.map(({ id }) => id));
  const isTooLong = group.some(({ bytes }) => Number(bytes) > answerBytes);
  const atOnce = isTooLong ? rowsOfAnyText : maxParts;
  let got = atOnce;
  for (let from = 0; got === atOnce; from += atOnce) {
    const parts = await sql.query(selectParts, {
      owner,
      conversationId,
      ids,
      from,
      until: from + atOnce - 1,
    });
    for (const { id, text, reasoning } of parts) {
      const body = bodies.get(id as string) ?? { text: "", reasoning: "" };
      bodies.set(id as string, { text: body.text + text, reasoning: body.reasoning + reasoning });
    }
    got = parts.length;
  }
}

/** Materialized, so that a text is fetched and unpacked once, and not for each of its parts. */
const selectParts = `
  WITH long AS MATERIALIZED (
    SELECT m.id, m.text || '' AS text, m.reasoning || '' AS reasoning,
      greatest(char_length(m.text), char_length(m.reasoning)) / ${partChars} AS last
    FROM conversations c
    JOIN messages m ON m.conversation = c.number
    WHERE c.owner = :owner AND c.id = :conversationId
      AND m.id IN (SELECT json_array_elements_text(CAST(:ids AS json)))
  )
  SELECT id, substr(text, n * ${partChars} + 1, ${partChars}) AS text,
    substr(reasoning, n * ${partChars} + 1, ${partChars}) AS reasoning
  FROM long CROSS JOIN LATERAL generate_series(CAST(:from AS integer), least(last, CAST(:until AS integer))) AS n
  ORDER BY id, n`;
