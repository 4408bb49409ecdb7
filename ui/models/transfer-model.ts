import { type ReadonlySignal, signal } from "@preact/signals";
import type { Conversation } from "../../runtime/contract/conversation";
import type { File as StoredFile } from "../../runtime/contract/file";
import type { Message } from "../../runtime/contract/message";
import type { PagePorts } from "../ports";
import type { ExportFormat, LeafOf } from "./export-run";
import type * as Archive from "./export-archive";
import { failureText } from "./failure-text";
import { createLongJobs } from "./long-jobs";
import type { NoticesModel } from "./notices-model";
import type * as TransferJobs from "./transfer-jobs";

/** Conversations that leave the page as a file, or come in from one. */
export interface TransferModel {
  /** All of them are on their way, out or in: one such job at a time. */
  isBusy: ReadonlySignal<boolean>;
  /** @param messages - all of them, where the server has none: the chat is a temporary one */
  exportOne(conversation: Conversation, format: ExportFormat, messages?: readonly Message[]): Promise<void>;
  exportAll(format: ExportFormat): Promise<void>;
  /** Files that are not in the last archive: they could not be had. */
  missing: ReadonlySignal<readonly StoredFile[]>;
  /** All of them, and all files, in one archive. */
  exportEverything(): Promise<void>;
  /**
   * The branch that is shown, as Markdown, on the clipboard.
   *
   * @param messages - as of `exportOne`
   */
  copy(conversation: Conversation, messages?: readonly Message[]): Promise<void>;
  /**
   * Reads a JSON export. Resolves with what is wrong with the file, or with undefined as soon as it is on its way:
   * notices say how that goes.
   */
  importFile(file: Pick<File, "size" | "text">): Promise<string | undefined>;
}

export interface TransferSurroundings {
  notices: NoticesModel;
  leafOf: LeafOf;
  copy(text: string): Promise<boolean>;
  /** Conversations have come in. */
  onImported(): void;
  /** What does the work: nothing of it is needed before. */
  fetchJobs(): Promise<typeof TransferJobs>;
  /** What packs an archive is a part of its own. */
  fetchArchive(): Promise<typeof Archive>;
  /** Shows which files are not in the archive. */
  showMissing(): void;
}

export function createTransferModel(ports: PagePorts, around: TransferSurroundings): TransferModel {
  const { notices, leafOf, showMissing, onImported } = around;
  const { isBusy, orNotice, run } = createLongJobs(ports, notices);
  const missing = signal<readonly StoredFile[]>([]);
  const say = (text: string) => notices.show({ text, tone: "plain" });
  return {
    isBusy,
    missing,
    exportOne: (conversation, format, messages) =>
      orNotice(async () => {
        const { exportOne } = await around.fetchJobs();
        await exportOne(ports, conversation, { format, leafOf, messages });
      }),
    exportAll: (format) =>
      run(ports.words().exporting, async (job) => {
        const { exportAll } = await around.fetchJobs();
        say(await exportAll(ports, { format, leafOf, ...job }));
      }),
    exportEverything: () =>
      run(ports.dialogWords().everything.running, async (job) => {
        const { exportEverything } = await around.fetchArchive();
        missing.value = await exportEverything(ports, { leafOf, ...job }, { notices, showMissing });
      }),
    copy: (conversation, messages) =>
      orNotice(async () => {
        const { readMarkdown } = await around.fetchJobs();
        const isCopied = await around.copy(await readMarkdown(ports, conversation, { leafOf, messages }));
        if (isCopied) say(ports.words().conversationCopied);
      }),
    importFile: async (file) => {
      try {
        const { importFile } = await around.fetchJobs();
        await importFile(ports, file, { run, notices, onImported });
        return undefined;
      } catch (error) {
        return failureText(error, ports.words());
      }
    },
  };
}
