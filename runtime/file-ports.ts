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
  /** When what was not uploaded does not come any more, ms since the epoch: then it is to be looked at. */
  lookAt: number;
  /** Until when it has to belong to a conversation, ms since the epoch; then it is gone, and its bytes count no more. */
  until: number;
  /** What all files of the owner may have. */
  maxPersonBytes: number;
}

/** A file, and since when it belongs to its conversation. */
export interface FileRecord extends File {
  /** Ms since the epoch; undefined when it belongs to none, or its turn gave it back. */
  claimedAt?: number;
}

/** Files that are to belong to a conversation. */
export interface FileClaim {
  owner: string;
  conversationId: string;
  /** As they were read: when one has changed since, nothing is claimed. */
  files: readonly File[];
}

/** A file that is to be deleted, if it still belongs to this conversation, or to none. */
export interface FileDeletion extends Pick<File, "id" | "size" | "conversationId"> {
  /** From when on its form brings no bytes any more, ms since the epoch. */
  until: number;
}

/** What somebody has to come back to: an upload that belongs to no conversation, or a file that is being deleted. */
export interface WaitingFile {
  id: string;
  size: number;
  isDeleted: boolean;
  /** When, ms since the epoch. */
  lookAt: number;
  /** Of an upload when it runs out, of a deleted file from when on no bytes of it can come any more. */
  until: number;
}

/** What an owner's files take. */
export interface FileCount {
  /** Of all of them, those too that have run out or are deleted and not forgotten yet. */
  bytes: number;
  waiting: WaitingFile[];
}

/**
 * Records of files, and how many bytes each owner has. What belongs to somebody else is not there, exactly like what
 * never was; so is, to all that do not say otherwise, what has run out or is marked as deleted.
 */
export interface FileRecords {
  /**
   * Counts its bytes and writes the record, in one step: of uploads at the same time not one too many passes. Writes
   * nothing when the owner would have more than he may, and answers what he has.
   */
  createFile(file: NewFileRecord): Promise<FileCount | undefined>;
  getFile(owner: string, id: string): Promise<FileRecord | undefined>;
  /** Newest first. A cursor that this store did not make is `bad_request`. */
  listFiles(
    owner: string,
    page: { limit: number; cursor?: string },
  ): Promise<{ files: File[]; cursor?: string }>;
  countFiles(owner: string): Promise<FileCount>;
  /**
   * All of them or none. Those that belong to the conversation already stay as they are. False when one has changed.
   *
   * @throws Problem `conflict` while the conversation is being deleted: its files go with it, these would too
   */
  claimFiles(claim: FileClaim): Promise<boolean>;
  /** Those that the conversation still has are its files from long ago; see `FileRecord.claimedAt`. */
  releaseFiles(claim: FileClaim): Promise<void>;
  /** The name alone. False when it is not there. */
  renameFile(owner: string, id: string, name: string): Promise<boolean>;
  /**
   * The first step of every deletion: from now on nobody finds it, and it is one of those that wait until it is
   * forgotten. Also for an upload whose record has run out. All of them or none, 25 at most; false when one is not there
   * or has changed.
   */
  markDeleted(owner: string, files: readonly FileDeletion[]): Promise<boolean>;
  /** The same for who may delete nothing: what says of the files that the conversation has them runs out by itself. */
  markAbandoned(owner: string, files: readonly FileDeletion[]): Promise<boolean>;
  /** They need not be looked at before their `until`. All or none, 25 at most; false when one waits no more. */
  lookLater(owner: string, files: readonly Pick<WaitingFile, "id" | "until">[]): Promise<boolean>;
  /**
   * The last step: takes marked files off, and their bytes from the count. All or none, 25 at most; false when one is not
   * marked, or was forgotten already.
   */
  forgetFiles(owner: string, files: readonly Pick<WaitingFile, "id" | "size">[]): Promise<boolean>;
  /** Some of the conversation's files; none when there are no more. */
  someFilesOf(owner: string, conversationId: string): Promise<File[]>;
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
  /**
   * Moves an upload's bytes, and nothing that was made from them, to what is kept. Safe to call again. False when there
   * are none at either place.
   */
  keep(owner: string, id: string): Promise<boolean>;
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

/**
 * What a request has for work that it was not asked for: earlier requests were cut short at it. Each step of such work
 * asks before it begins.
 */
export interface SpareTime {
  isLeft(): boolean;
  /** @throws OutOfTime */
  require(): void;
}

/** What a store of conversations needs of files: a conversation that is deleted takes its files with it. */
export interface ConversationFiles {
  /**
   * Has deleted all of them when it ends. Safe to call again, also for a conversation without any.
   *
   * @param time - of who was not asked for it; without it, it takes as long as it takes
   * @throws OutOfTime
   */
  deleteFilesOf(owner: string, conversationId: string, time?: SpareTime): Promise<void>;
  /** Goes on with deletions of any of the owner's files that were cut short. Never fails. */
  goOn(owner: string, time: SpareTime): Promise<void>;
}
