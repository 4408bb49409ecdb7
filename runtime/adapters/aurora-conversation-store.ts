import type { Clock, ConversationStore, Logger } from "../ports";
import { createAuroraBeginTurn, createAuroraFindTurn } from "./aurora-begin-turn";
import type { AuroraDeletion } from "./aurora-context";
import { createAuroraConversations } from "./aurora-conversations";
import { createAuroraDeletion } from "./aurora-deletion";
import { createAuroraImport } from "./aurora-import";
import { createAuroraMessages } from "./aurora-messages";
import { createAuroraReplies } from "./aurora-replies";
import { createJsonLogger } from "./json-logger";
import type { Sql } from "./sql";
import { systemClock } from "./system-clock";

export interface AuroraConversationStoreOptions {
  /** A database that was brought to the newest schema by `migrate`. */
  sql: Sql;
  /** @default - files stay when their conversation goes */
  deletion?: AuroraDeletion;
  /** @default - the system's clock */
  clock?: Clock;
  /** Told what a deletion could not clear up besides. @default - lines on the standard output */
  logger?: Logger;
}

/**
 * Conversations in PostgreSQL; `runtime/migrations` has the tables. Every statement that reads or writes messages
 * finds their conversation by its owner first, so what belongs to another cannot be reached. Texts of any length lie in
 * the database; they are read in parts, since a row of an answer has 64 KB at most.
 */
export function createAuroraConversationStore({
  sql,
  deletion,
  clock = systemClock,
  logger = createJsonLogger(),
}: AuroraConversationStoreOptions): ConversationStore {
  const context = { sql, deletion, clock, logger };
  return {
    beginTurn: createAuroraBeginTurn(context),
    findTurn: createAuroraFindTurn(context),
    ...createAuroraReplies(context),
    ...createAuroraConversations(context),
    deleteConversation: createAuroraDeletion(context),
    ...createAuroraMessages(context),
    ...createAuroraImport(context),
  };
}
