import type { ConversationFiles, FileBytes, FileRecords } from "../file-ports";
import { mapAtMost } from "./map-at-most";

export interface FileRemovalPorts {
  records: Pick<FileRecords, "deleteFile" | "someFilesOf">;
  bytes: Pick<FileBytes, "delete">;
}

/** How many files are deleted at once. */
const atOnce = 10;

/** Bytes go before the record that knows of them: cut short, it can be gone on with. */
export async function removeFile(
  { records, bytes }: FileRemovalPorts,
  owner: string,
  id: string,
): Promise<void> {
  await bytes.delete(owner, id);
  await records.deleteFile(owner, id);
}

/** What goes with a conversation. */
export function createConversationFiles(ports: FileRemovalPorts): ConversationFiles {
  return {
    async deleteFilesOf(owner, conversationId) {
      for (let ids; (ids = await ports.records.someFilesOf(owner, conversationId)).length > 0;)
        await mapAtMost(atOnce, ids, (id) => removeFile(ports, owner, id));
    },
  };
}
