import type { ConversationStore } from "../ports";
import type { AuroraContext } from "./aurora-context";
import { asJson } from "./sql";

/** A deletion has come to its end after this, or was cut short: its function has half a minute. */
const longestMs = 5 * 60_000;

/**
 * Deleting: the conversation's messages go with it in the same moment, since they refer to it; then its files, so that none can
 * come to it any more. They lie elsewhere, and so does the mark which says until then that they have to go: a
 * deletion that was cut short is taken up again by the owner's next one, whichever conversation that is for, which succeeds
 * whether that does or not.
 */
export function createAuroraDeletion(context: AuroraContext): ConversationStore["deleteConversation"] {
  const { sql, deletion } = context;
  return async (owner, id) => {
    await deletion?.marks.put(owner, id);
    await sql.query("DELETE FROM conversations WHERE owner = :owner AND id = :id", { owner, id });
    await finish(context, owner, id);
    try {
      await goOn(context, owner);
    } catch (error) {
      context.logger.error({ error }, "deletions that were cut short could not be looked for");
    }
  };
}

async function finish({ deletion }: AuroraContext, owner: string, id: string): Promise<void> {
  await deletion?.files.deleteFilesOf(owner, id);
  await deletion?.marks.remove(owner, id);
}

async function goOn(context: AuroraContext, owner: string): Promise<void> {
  const { sql, deletion, clock, logger } = context;
  const marked = (await deletion?.marks.some(owner)) ?? [];
  if (marked.length === 0) return;
  const rows = await sql.query(
    `SELECT id FROM conversations
    WHERE owner = :owner AND id IN (SELECT json_array_elements_text(CAST(:ids AS json)))`,
    { owner, ids: asJson(marked.map(({ conversationId }) => conversationId)) },
  );
  const there = new Set(rows.map(({ id }) => id));
  for (const { conversationId, deletedAt } of marked) {
    try {
      if (!there.has(conversationId)) await finish(context, owner, conversationId);
      // It never began, and its owner was told so; or it begins just now.
      else if (clock() - Date.parse(deletedAt) > longestMs)
        await deletion?.marks.remove(owner, conversationId);
    } catch (error) {
      logger.error({ error, conversationId }, "a deletion that was cut short could not be finished");
    }
  }
}
