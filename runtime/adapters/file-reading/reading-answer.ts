import type { FileContent } from "../../reading-ports";

/** What the process that reads is given. */
export interface ReadingTask {
  bytes: Uint8Array;
  name: string;
  /** What it may take in all. */
  memoryMegabytes: number;
  timeMs: number;
}

/** What it answers; an error of its own ends it instead. */
export type ReadingAnswer = { content: FileContent } | { reason: string; isTooLarge: boolean };
