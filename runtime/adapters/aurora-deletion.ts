import { OutOfTime } from "../core/out-of-time";
import { spareTime } from "../core/spare-time";
import type { DeletionMark, SpareTime } from "../file-ports";
import type { ConversationStore } from "../ports";
import type { AuroraContext, AuroraDeletion } from "./aurora-context";
import { longestDeletionMs } from "./dynamo-deletion-marks";
import { asJson } from "./sql";

/**
 * Deleting: the conversation's messages go with it in the same moment, since they refer to it; then its files, so that none can
 * come to it any more. They lie elsewhere, and so does the mark which says until then that they have to go: a
 * deletion that was cut short is taken up again by the owner's next one, whichever conversation that is for, in the
 * time that it has to spare, and succeeds whether that does or not.
 */
export function createAuroraDeletion(context: AuroraContext): ConversationStore["deleteConversation"] {
  const { sql, deletion, clock } = context;
  return async (owner, id) => {
    const time = spareTime(clock);
    await deletion?.marks.put(owner, id);
    await sql.query("DELETE FROM conversations WHERE owner = :owner AND id = :id", { owner, id });
    if (!deletion) return;
    await finish(deletion, owner, id);
    await goOn(context, deletion, owner, time);
    await deletion.files.goOn(owner, time);
  };
}

async function finish(
  { files, marks }: AuroraDeletion,
  owner: string,
  id: string,
  time?: SpareTime,
): Promise<void> {
  await files.deleteFilesOf(owner, id, time);
  await marks.remove(owner, id);
}

/** Never fails: what cannot be finished now is by the next deletion. */
async function goOn(
  context: AuroraContext,
  deletion: AuroraDeletion,
  owner: string,
  time: SpareTime,
): Promise<void> {
  const { clock, logger } = context;
  try {
    const marked = time.isLeft() ? await deletion.marks.some(owner) : [];
    const there = await whichAreThere(context, owner, marked);
    for (const { conversationId, deletedAt } of marked) {
      if (!time.isLeft()) return;
      try {
        if (!there.has(conversationId)) await finish(deletion, owner, conversationId, time);
        // It never began, and its owner was told so; or it begins just now.
        else if (clock() - Date.parse(deletedAt) > longestDeletionMs)
          await deletion.marks.remove(owner, conversationId);
      } catch (error) {
        if (error instanceof OutOfTime) return;
        logger.error({ error, conversationId }, "a deletion that was cut short could not be finished");
      }
    }
  } catch (error) {
    logger.error({ error }, "deletions that were cut short could not be looked for");
  }
}

async function whichAreThere(
  { sql }: AuroraContext,
  owner: string,
  marked: readonly DeletionMark[],
): Promise<Set<unknown>> {
  if (marked.length === 0) return new Set();
  const rows = await sql.query(
    `SELECT id FROM conversations
    WHERE owner = :owner AND id IN (SELECT json_array_elements_text(CAST(:ids AS json)))`,
    { owner, ids: asJson(marked.map(({ conversationId }) => conversationId)) },
  );
  return new Set(rows.map(({ id }) => id));
}
