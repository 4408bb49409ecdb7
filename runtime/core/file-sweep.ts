import type { FileBytes, FileDeletion, SpareTime, WaitingFile } from "../file-ports";
import {
  atOnce,
  due,
  type FileRemovalPorts,
  finishRemovals,
  removeFiles,
  writeTogether,
} from "./file-removal";
import { mapAtMost } from "./map-at-most";
import { spareTime } from "./spare-time";

export interface FileSweepPorts extends FileRemovalPorts {
  bytes: Pick<FileBytes, "delete" | "sizeOf">;
}

/**
 * Takes off what nobody has any use of: uploads that belonged to no conversation for a day, those that never came, and
 * what is deleted and cannot come back any more. Those whose record the table's TTL has taken are among them. Never fails
 * over one of them: what could not go now, or there was no time for, is looked at the next time.
 */
export async function sweepFiles(ports: FileSweepPorts, owner: string): Promise<void> {
  const time = spareTime(ports.clock);
  const { waiting } = await ports.records.countFiles(owner);
  const now = ports.clock();
  const files = due(waiting, now);
  const deleted = files.filter(({ isDeleted }) => isDeleted);
  const uploads = files.filter(({ isDeleted }) => !isDeleted);
  await tryTo(ports, () => finishRemovals(ports, owner, deleted, time));
  await tryTo(ports, () => sweepUploads(ports, owner, uploads, now, time));
}

async function sweepUploads(
  ports: FileSweepPorts,
  owner: string,
  uploads: readonly WaitingFile[],
  now: number,
  time: SpareTime,
): Promise<void> {
  const there: WaitingFile[] = [];
  const useless: FileDeletion[] = [];
  await mapAtMost(atOnce, uploads, (file) =>
    tryTo(ports, async () => {
      if (!time.isLeft()) return;
      const { id, size, until } = file;
      const isThere = until > now && (await ports.bytes.sizeOf({ owner, id, isKept: false })) !== undefined;
      if (isThere) there.push(file);
      // A turn may have taken it meanwhile: then it belongs to a conversation, and stays.
      else useless.push({ id, size, until: now });
    }),
  );
  await tryTo(ports, () => removeFiles(ports, owner, useless, time));
  await tryTo(ports, () => writeTogether(there, (some) => ports.records.lookLater(owner, some)));
}

async function tryTo(ports: FileSweepPorts, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    ports.logger.error({ error }, "what an owner's files left could not be swept");
  }
}
