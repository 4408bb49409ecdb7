import type { FileContent } from "../../reading-ports";

/** What the thread that reads is given. */
export interface ReadingTask {
  bytes: Uint8Array;
  name: string;
}

/** What it answers; an error of its own ends it instead. */
export type ReadingAnswer = { content: FileContent } | { reason: string; isTooLarge: boolean };
