import { conversations } from "./0001-conversations";
import { copies } from "./0002-copies";
import type { Migration } from "./migration";

/** All steps of the schema, in their order. */
export const migrations: readonly Migration[] = [conversations, copies];
