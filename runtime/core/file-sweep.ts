import type { FileBytes, WaitingFile } from "../file-ports";
import { atOnce, due, type FileRemovalPorts, finishRemoval } from "./file-removal";
import { mapAtMost } from "./map-at-most";

export interface FileSweepPorts extends FileRemovalPorts {
  bytes: Pick<FileBytes, "delete" | "sizeOf">;
}

/**
 * Takes off what nobody has any use of: uploads that belonged to no conversation for a day, those that never came, and
 * what is deleted and cannot come back any more. Those whose record the table's TTL has taken are among them.
 */
export async function sweepFiles(ports: FileSweepPorts, owner: string): Promise<void> {
  const { waiting } = await ports.records.countFiles(owner);
  await mapAtMost(atOnce, due(waiting, ports.clock()), (file) => lookAt(ports, owner, file));
}

async function lookAt(ports: FileSweepPorts, owner: string, file: WaitingFile): Promise<void> {
  const { records, bytes, clock } = ports;
  const { id, size, isDeleted } = file;
  const now = clock();
  if (isDeleted) return finishRemoval(ports, owner, file);
  if (file.until > now && (await bytes.sizeOf({ owner, id, isKept: false })) !== undefined) {
    return records.lookLater(owner, file);
  }
  // A turn may have taken it meanwhile: then it belongs to a conversation, and stays.
  if (!(await records.markDeleted({ owner, file: { id, size }, until: now }))) return;
  await finishRemoval(ports, owner, { id, size, until: now });
}
