import type { MessageFile } from "../contract/file";
import type { Message } from "../contract/message";
import type { FileRecords } from "../file-ports";
import { mapAtMost } from "./map-at-most";

/** How many records are read at once. */
const atOnce = 10;

/** Imported messages with those of their files that are their owner's, as they are now. */
export async function withOwnFiles(
  records: Pick<FileRecords, "getFile">,
  owner: string,
  messages: readonly Message[],
): Promise<Message[]> {
  const ids = new Set(messages.flatMap(({ files = [] }) => files.map(({ id }) => id)));
  const found = await mapAtMost(atOnce, [...ids], (id) => records.getFile(owner, id));
  const own = new Map<string, MessageFile>();
  for (const file of found) {
    if (file) own.set(file.id, { id: file.id, name: file.name, type: file.type, size: file.size });
  }
  return messages.map(({ files = [], ...message }) => {
    const kept = files.flatMap(({ id }) => own.get(id) ?? []);
    return kept.length > 0 ? { ...message, files: kept } : message;
  });
}
