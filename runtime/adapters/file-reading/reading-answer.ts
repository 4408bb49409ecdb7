import type { FileContent } from "../../reading-ports";

/** What the process that reads is given. */
export interface ReadingTask {
  bytes: Uint8Array;
  name: string;
  /** What it may take in all. */
  memoryMegabytes: number;
  timeMs: number;
}

/** What it answers: what the file says, or what is wrong with it. */
export type ReadingAnswer = { content: FileContent } | UnreadableAnswer;

export interface UnreadableAnswer {
  /** As `Unreadable` has it. */
  reason: string;
  isTooLarge: boolean;
  /** What a library said of it. For the operator: its sender could do nothing with it. */
  words?: string;
}
