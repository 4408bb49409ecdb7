import type { File, FileLimits } from "../contract/file";
import { Problem } from "../contract/problem";
import type { FileBytes, FileRecords } from "../file-ports";
import type { Clock, ConversationStore, Logger } from "../ports";
import { atOnce, deletionOf, writeTogether } from "./file-removal";
import { mapAtMost } from "./map-at-most";

export interface FileClaimPorts {
  records: Pick<FileRecords, "getFile" | "claimFiles" | "releaseFiles">;
  bytes: Pick<FileBytes, "sizeOf" | "keep" | "delete">;
  store: Pick<ConversationStore, "getConversation">;
  fileLimits: Pick<FileLimits, "maxPerTurn">;
  clock: Clock;
}

/** Between claiming its files and storing itself a turn may wait for a database that wakes. */
const claimingMs = 2 * 60 * 1_000;

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
 * @throws Problem `conflict` when one of them has changed since they were asked for, or the conversation is being deleted.
 */
export async function claimFiles(
  { records, bytes }: Pick<FileClaimPorts, "records" | "bytes">,
  owner: string,
  files: readonly File[],
  conversationId: string,
): Promise<void> {
  if (files.length === 0) return;
  if (!(await records.claimFiles({ owner, conversationId, files }))) throw changedMeanwhile();
  // After the record: an upload that is not moved since its mover died is moved by the next claim or the next look.
  const kept = await mapAtMost(atOnce, files, ({ id }) => keepUpload({ records, bytes }, owner, id));
  if (kept.includes(false)) throw changedMeanwhile();
}

/** Lets others have the files of a turn that was not stored, at once. Never fails: they may have them after a while. */
export async function releaseFiles(
  { records, logger }: Pick<FileClaimPorts, "records"> & { logger: Logger },
  owner: string,
  files: readonly File[],
  conversationId: string,
): Promise<void> {
  const claimed = files.filter((file) => file.conversationId !== conversationId);
  if (claimed.length === 0) return;
  try {
    await records.releaseFiles({ owner, conversationId, files: claimed });
  } catch (error) {
    logger.error({ error, conversationId }, "files of a turn that was not stored could not be released");
  }
}

/**
 * Deletes the files that a turn has claimed for a conversation that was deleted meanwhile: its deletion has not seen
 * them. Marks them and deletes their bytes; what is left of them goes as after a deletion that was cut short. Never fails.
 */
export async function abandonFiles(
  {
    records,
    bytes,
    logger,
  }: { records: Pick<FileRecords, "markAbandoned">; bytes: Pick<FileBytes, "delete">; logger: Logger },
  owner: string,
  files: readonly File[],
  conversationId: string,
): Promise<void> {
  const claimed = files.map((file) => deletionOf({ ...file, conversationId }));
  try {
    const marked = await writeTogether(claimed, (some) => records.markAbandoned(owner, some));
    await mapAtMost(atOnce, marked, ({ id }) => bytes.delete(owner, id));
  } catch (error) {
    logger.error({ error, conversationId }, "files of a conversation that was deleted could not be removed");
  }
}

/** Whether a turn was refused because its conversation has gone. */
export async function isConversationGone(
  store: FileClaimPorts["store"],
  owner: string,
  conversationId: string,
  refusal: unknown,
): Promise<boolean> {
  if (!(refusal instanceof Problem) || refusal.code !== "not_found") return false;
  return !(await isThere(store, owner, conversationId));
}

/**
 * Moves what was uploaded out of the reach of its form. False when there is nothing, or the file was deleted meanwhile:
 * then nothing is left of it either.
 */
export async function keepUpload(
  ports: { records: Pick<FileRecords, "getFile">; bytes: Pick<FileBytes, "keep" | "delete"> },
  owner: string,
  id: string,
): Promise<boolean> {
  const isKept = await ports.bytes.keep(owner, id);
  return (await isStillThere(ports, owner, id)) && isKept;
}

/**
 * To be asked by whoever has written bytes of a file: its deletion marks the record first, so that either it deletes
 * what was written, or it is noticed here.
 */
export async function isStillThere(
  { records, bytes }: { records: Pick<FileRecords, "getFile">; bytes: Pick<FileBytes, "delete"> },
  owner: string,
  id: string,
): Promise<boolean> {
  if (await records.getFile(owner, id)) return true;
  await bytes.delete(owner, id);
  return false;
}

function changedMeanwhile(): Problem {
  return new Problem("conflict", "files: one of them was deleted or used elsewhere just now; send it again.");
}

async function askedFile(
  ports: FileClaimPorts,
  owner: string,
  id: string,
  conversationId: string | undefined,
): Promise<File> {
  const file = await ports.records.getFile(owner, id);
  if (!file) throw new Problem("not_found", `files: there is no file ${JSON.stringify(id)}.`);
  const { conversationId: claimedBy } = file;
  const told = `${JSON.stringify(file.name)} (${id})`;
  if (claimedBy === undefined) {
    if ((await ports.bytes.sizeOf({ owner, id, isKept: false })) !== undefined) return file;
    throw new Problem("conflict", `files: ${told} has not been uploaded.`);
  }
  if (claimedBy === conversationId) return file;
  if (await isThere(ports.store, owner, claimedBy)) {
    throw new Problem(
      "conflict",
      `files: ${told} belongs to another conversation; upload it again to use it here.`,
    );
  }
  // A turn that was never stored, or a conversation that is being deleted, has no use for it any more.
  if (file.claimedAt === undefined || file.claimedAt + claimingMs <= ports.clock()) return file;
  throw new Problem("conflict", `files: ${told} is being used by another turn just now; send it again.`);
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
