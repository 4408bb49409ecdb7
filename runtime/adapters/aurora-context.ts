import type { ConversationFiles, DeletionMarks } from "../file-ports";
import type { Clock, Logger } from "../ports";
import type { Sql } from "./sql";
import { storableJson } from "./storable-text";

/** What goes with a conversation that is deleted, and what remembers until then that it has to. */
export interface AuroraDeletion {
  files: ConversationFiles;
  marks: DeletionMarks;
}

/** What the parts of the store share. */
export interface AuroraContext {
  sql: Sql;
  deletion?: AuroraDeletion;
  clock: Clock;
  logger: Logger;
}

/**
 * How much one answer may hold of what people wrote, in bytes of JSON. The Data API ends at 1 MB, which has the names of
 * columns and what surrounds each value in it too.
 */
export const answerBytes = 700_000;

/** The same of one row, which ends at 64 KB: over it a text is read in parts. What else is known of a message takes 62 KB at most. */
export const rowBytes = 32_000;

/** What values take in an answer. */
export function jsonBytes(...values: unknown[]): number {
  return values.reduce<number>((bytes, value) => bytes + Buffer.byteLength(storableJson(value ?? null)), 0);
}
