import { createNewId } from "../../../runtime/adapters/new-id";
import type { File } from "../../../runtime/contract/file";
import { Problem } from "../../../runtime/contract/problem";
import { askedFiles, claimFiles } from "../../../runtime/core/file-claims";
import { type FilesPorts, listFiles, requestUpload } from "../../../runtime/core/files";
import { FakeTime } from "./fake-time";
import { createListLogger } from "./list-logger";
import { createMemoryFileBytes, type MemoryFileBytes } from "./memory-file-bytes";
import { createMemoryFileRecords } from "./memory-file-records";

/** Ann's files, 100 bytes each at most and 1000 in all, on ports in memory. */
export class FilesUnderTest {
  readonly time = new FakeTime();
  readonly logger = createListLogger();
  readonly bytes: MemoryFileBytes = createMemoryFileBytes();
  /** Conversations that are there. */
  readonly there = new Set<string>();
  readonly ports: FilesPorts = {
    bytes: this.bytes,
    records: createMemoryFileRecords(this.time.clock),
    store: {
      getConversation: async (_owner, id) => {
        if (!this.there.has(id)) throw new Problem("not_found", "There is no such conversation.");
        return { id, title: "", createdAt: "", updatedAt: "", pinned: false };
      },
    },
    fileLimits: { maxFileBytes: 100, maxPerTurn: 2, maxPersonBytes: 1_000, seesImages: false },
    clock: this.time.clock,
    newId: createNewId(this.time.clock),
    logger: this.logger,
  };

  ask(size = 5, name = "a.txt") {
    return requestUpload(this.ports, "ann", { name, type: "text/plain", size });
  }

  async upload(): Promise<string> {
    const { id } = await this.ask();
    this.bytes.upload("ann", id, "hello");
    return id;
  }

  asked(ids: string[], conversationId?: string): Promise<File[]> {
    return askedFiles(this.ports, "ann", ids, conversationId);
  }

  async claim(ids: string[], conversationId: string): Promise<void> {
    await claimFiles(this.ports, "ann", await this.asked(ids, conversationId), conversationId);
  }

  /** Ids that her list has, and the bytes that it says are used. */
  async listed(): Promise<[string[], number]> {
    const { files, usedBytes } = await listFiles(this.ports, "ann", { limit: 10 });
    return [files.map(({ id }) => id), usedBytes];
  }

  /** What is counted, whatever is told. */
  counted() {
    return this.ports.records.countFiles("ann");
  }
}

export const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => "none",
    (error: unknown) => (error instanceof Problem ? `${error.code} ${error.message}` : String(error)),
  );
