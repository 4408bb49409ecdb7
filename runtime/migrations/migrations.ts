import { conversations } from "./0001-conversations";
import type { Migration } from "./migration";

/** All steps of the schema, in their order. */
export const migrations: readonly Migration[] = [conversations];
