import type { File } from "./contract/file";

/** A form that a browser or script posts to upload one file. */
export interface UploadForm {
  url: string;
  fields: Record<string, string>;
}

/** A file about to be uploaded. */
export interface NewFileRecord {
  owner: string;
  file: File;
  /** Until when it has to belong to a conversation, ms since the epoch; then it is gone, and its bytes count no more. */
  until: number;
  /** What all files of the owner may have. */
  maxPersonBytes: number;
}

/** A file that is to belong to a conversation. */
export interface FileClaim {
  owner: string;
  conversationId: string;
  /** As they were read: when one has changed since, nothing is claimed. */
  files: readonly File[];
}

/**
 * Records of files, and how many bytes each owner has. What belongs to somebody else is not there, exactly like what
 * never was, and so is what has run out.
 */
export interface FileRecords {
  /**
   * Counts its bytes and writes the record, in one step: of uploads at the same time not one too many passes.
   *
   * @throws Problem `conflict` when the owner would have more than he may.
   */
  createFile(file: NewFileRecord): Promise<void>;
  getFile(owner: string, id: string): Promise<File | undefined>;
  /** Newest first. A cursor that this store did not make is `bad_request`. */
  listFiles(
    owner: string,
    page: { limit: number; cursor?: string },
  ): Promise<{ files: File[]; cursor?: string }>;
  usedBytes(owner: string): Promise<number>;
  /** All of them or none. Those that belong to the conversation already stay as they are. False when one has changed. */
  claimFiles(claim: FileClaim): Promise<boolean>;
  /** The name alone. False when it is not there. */
  renameFile(owner: string, id: string, name: string): Promise<boolean>;
  /** Takes record and bytes off. Safe to call again, also for what never was. */
  deleteFile(owner: string, id: string): Promise<void>;
  /** Some ids of the conversation's files; none when there are no more. */
  someFilesOf(owner: string, conversationId: string): Promise<string[]>;
}

/** Where the bytes of a file are: uploads, which are swept after a day, lie apart from what a conversation keeps. */
export interface FilePlace {
  owner: string;
  id: string;
  /** True once it belongs to a conversation. */
  isKept: boolean;
}

/** What is made from a file and kept beside it: `text`, what was read from it. Goes with the file. */
export type FileExtra = "text";

/** The bytes of files. Keys are made of ids, never of names. */
export interface FileBytes {
  /** A form that takes exactly so many bytes of exactly this type, for ten minutes. */
  presignUpload(place: FilePlace, file: Pick<File, "type" | "size">): Promise<UploadForm>;
  /** A link to the bytes, for five minutes, which a browser saves under the name and never shows. */
  presignDownload(place: FilePlace, name: string): Promise<string>;
  /** How many there are; undefined when nothing was uploaded. */
  sizeOf(place: FilePlace): Promise<number | undefined>;
  /**
   * All of them; undefined when there are none.
   *
   * @throws OutOfTime
   */
  read(place: FilePlace, withinMs?: number): Promise<Uint8Array | undefined>;
  /** Moves an upload's bytes, and nothing that was made from them, to what is kept. Safe to call again. */
  keep(owner: string, id: string): Promise<void>;
  /**
   * What was made from the bytes; undefined when nothing was yet.
   *
   * @throws OutOfTime
   */
  readExtra(place: FilePlace, extra: FileExtra, withinMs?: number): Promise<Uint8Array | undefined>;
  writeExtra(place: FilePlace, extra: FileExtra, bytes: Uint8Array): Promise<void>;
  /** All there is of the file, wherever it lies. */
  delete(owner: string, id: string): Promise<void>;
}

/** Says that a conversation's files have to go. */
export interface DeletionMark {
  conversationId: string;
  /** When it was put. */
  deletedAt: string;
}

/** Deletions under way, remembered where a deletion that is cut short can be gone on with. */
export interface DeletionMarks {
  put(owner: string, conversationId: string): Promise<void>;
  /** Some of the owner's; none when there are no more. */
  some(owner: string): Promise<DeletionMark[]>;
  /** Safe to call again, also for what never was. */
  remove(owner: string, conversationId: string): Promise<void>;
}

/** What a store of conversations needs of files: a conversation that is deleted takes its files with it. */
export interface ConversationFiles {
  /** Has deleted all of them when it ends. Safe to call again, also for a conversation without any. */
  deleteFilesOf(owner: string, conversationId: string): Promise<void>;
}
