import type { ConversationFiles } from "../../../runtime/file-ports";

/** What goes with conversations that have no files. */
export const noFiles: ConversationFiles = { deleteFilesOf: async () => {}, goOn: async () => {} };
