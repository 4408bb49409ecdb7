import type { MessageFile } from "../../runtime/contract/file";
import type { KeyValueStorage } from "../ports";
import type { Attachment } from "./attachment";

/** What of a draft's files survives a reload: those that are up. */
type DraftFile = MessageFile & Pick<Attachment, "isOwn">;

export function readDraftFiles(storage: KeyValueStorage, key: string): DraftFile[] {
  try {
    return JSON.parse(storage.get(key) ?? "[]") as DraftFile[];
  } catch {
    return [];
  }
}

export function writeDraftFiles(storage: KeyValueStorage, key: string, items: readonly Attachment[]): void {
  const files = items.flatMap(({ state, isOwn }): DraftFile[] => {
    const now = state.peek();
    return now.kind === "ready" ? [{ ...now.file, isOwn }] : [];
  });
  if (files.length === 0) storage.remove(key);
  else storage.set(key, JSON.stringify(files));
}
