import type { File, FileLimits } from "../contract/file";
import { Problem } from "../contract/problem";
import type { FileBytes, FileRecords } from "../file-ports";
import type { ConversationStore } from "../ports";
import { mapAtMost } from "./map-at-most";

export interface FileClaimPorts {
  records: Pick<FileRecords, "getFile" | "claimFiles">;
  bytes: Pick<FileBytes, "sizeOf" | "keep">;
  store: Pick<ConversationStore, "getConversation">;
  fileLimits: Pick<FileLimits, "maxPerTurn">;
}

/** How many files are looked at at once. */
const atOnce = 10;

/**
 * The files of a turn, in their order, if it may have them; changes nothing.
 *
 * @param conversationId - of the turn; without it they may belong to no conversation that is there
 * @throws Problem `bad_request` for too many of them, `not_found` for one that is not the owner's, `conflict` for one
 * that was not uploaded or belongs to another conversation.
 */
export async function askedFiles(
  ports: FileClaimPorts,
  owner: string,
  ids: readonly string[],
  conversationId?: string,
): Promise<File[]> {
  const { maxPerTurn } = ports.fileLimits;
  if (ids.length > maxPerTurn) {
    throw new Problem("bad_request", `files: has ${ids.length} entries; at most ${maxPerTurn} are allowed.`);
  }
  return mapAtMost(atOnce, ids, (id) => askedFile(ports, owner, id, conversationId));
}

/**
 * Makes files of {@link askedFiles} those of a conversation, all or none. To be called before what names them is
 * stored; a turn that is then not stored may be sent again.
 *
 * @throws Problem `conflict` when one of them has changed since they were asked for.
 */
export async function claimFiles(
  { records, bytes }: Pick<FileClaimPorts, "records" | "bytes">,
  owner: string,
  files: readonly File[],
  conversationId: string,
): Promise<void> {
  if (files.length === 0) return;
  if (!(await records.claimFiles({ owner, conversationId, files }))) {
    throw new Problem(
      "conflict",
      "files: one of them was deleted or used elsewhere just now; send it again.",
    );
  }
  // After the record: an upload that is not moved since its mover died is found again by the next claim, or swept.
  await mapAtMost(atOnce, files, ({ id }) => bytes.keep(owner, id));
}

async function askedFile(
  { records, bytes, store }: FileClaimPorts,
  owner: string,
  id: string,
  conversationId: string | undefined,
): Promise<File> {
  const file = await records.getFile(owner, id);
  if (!file) throw new Problem("not_found", `files: there is no file ${JSON.stringify(id)}.`);
  const { conversationId: claimedBy } = file;
  const isElsewhere = claimedBy !== undefined && claimedBy !== conversationId;
  // A turn that was never stored, or a conversation that is being deleted, has no use for it any more.
  if (isElsewhere && (await isThere(store, owner, claimedBy))) {
    const name = JSON.stringify(file.name);
    throw new Problem(
      "conflict",
      `files: ${name} (${id}) belongs to another conversation; upload it again to use it here.`,
    );
  }
  if (claimedBy === undefined && (await bytes.sizeOf({ owner, id, isKept: false })) === undefined) {
    throw new Problem("conflict", `files: ${JSON.stringify(file.name)} (${id}) has not been uploaded.`);
  }
  return file;
}

async function isThere(store: FileClaimPorts["store"], owner: string, id: string): Promise<boolean> {
  try {
    await store.getConversation(owner, id);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === "not_found") return false;
    throw error;
  }
}
