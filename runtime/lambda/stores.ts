import { createDynamoConversationStore } from "../adapters/dynamo-conversation-store";
import { createDynamoPresetStore } from "../adapters/dynamo-preset-store";
import type { ConversationFiles } from "../file-ports";
import type { ConversationStore, FileStore, PresetStore } from "../ports";
import type { StoreWaking } from "./store-waking";

export interface StoresOptions {
  tableName: string;
  /** For texts that are too long for the table. */
  files: FileStore;
  /** What goes with a conversation that is deleted. @default - a function that deletes none needs none */
  attachments?: ConversationFiles;
  /** Only for `createStores` of Aurora's bundles. */
  database?: { clusterArn: string; secretArn: string; databaseName: string };
  /**
   * How long a call waits for a database that wakes, ms.
   *
   * @default 25_000 - API Gateway answers for a function after 29 s
   */
  resumeWithinMs?: number;
}

/** What `parley:store` decides. What is counted or checked at the door lies in the table in any case. */
export interface Stores {
  store: ConversationStore;
  presets: PresetStore;
  /** Says when a call has to wait for the store. @default - it never has to */
  waking?: StoreWaking;
}

/** In the table. */
export function createStores({ tableName, files, attachments }: StoresOptions): Stores {
  return {
    store: createDynamoConversationStore({ tableName, files, attachments }),
    presets: createDynamoPresetStore({ tableName }),
  };
}
