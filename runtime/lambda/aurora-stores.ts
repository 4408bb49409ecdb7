import { createAuroraConversationStore } from "../adapters/aurora-conversation-store";
import { createAuroraPresetStore } from "../adapters/aurora-preset-store";
import { createDynamoDeletionMarks } from "../adapters/dynamo-deletion-marks";
import { createRdsDataSql } from "../adapters/rds-data-sql";
import { StoreWaking } from "./store-waking";
import type { Stores, StoresOptions } from "./stores";

/** In the database. A module of its own: functions whose conversations lie in the table carry nothing of it. */
export function createStores({ tableName, database, attachments, resumeWithinMs }: StoresOptions): Stores {
  if (!database) throw new Error("There is no database to store conversations in");
  const waking = new StoreWaking();
  const sql = createRdsDataSql({ ...database, resumeWithinMs, onResuming: () => waking.tell() });
  const deletion = attachments && { files: attachments, marks: createDynamoDeletionMarks({ tableName }) };
  return {
    store: createAuroraConversationStore({ sql, deletion }),
    presets: createAuroraPresetStore({ sql }),
    waking,
  };
}
