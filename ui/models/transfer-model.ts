import { type ReadonlySignal, signal } from "@preact/signals";
import type { Conversation } from "../../runtime/contract/conversation";
import type { Message } from "../../runtime/contract/message";
import type { PagePorts } from "../ports";
import type { ExportFormat, LeafOf } from "./export-run";
import type * as Archive from "./export-archive";
import { failureText } from "./failure-text";
import type { NoticesModel } from "./notices-model";
import type * as TransferJobs from "./transfer-jobs";

/** Conversations that leave the page as a file, or come in from one. */
export interface TransferModel {
  /** All of them are on their way, out or in: one such job at a time. */
  isBusy: ReadonlySignal<boolean>;
  /** @param messages - all of them, where the server has none: the chat is a temporary one */
  exportOne(conversation: Conversation, format: ExportFormat, messages?: readonly Message[]): Promise<void>;
  exportAll(format: ExportFormat): Promise<void>;
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
}

export function createTransferModel(ports: PagePorts, around: TransferSurroundings): TransferModel {
  const { notices, leafOf } = around;
  const isBusy = signal(false);

  async function orNotice(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      const text = ports.words().transferFailed(failureText(error, ports.words()));
      notices.show({ text, tone: "problem" });
    }
  }

  /** Runs a long job, with a notice that says how far it is and lets one end it. */
  async function run(
    text: string,
    job: (signal: AbortSignal, onProgress: (done: number, total: number) => void) => Promise<void>,
  ): Promise<void> {
    if (isBusy.peek()) return;
    isBusy.value = true;
    const cancelled = new AbortController();
    const progress = signal("");
    const action = { label: ports.words().cancel, run: () => cancelled.abort() };
    const notice = { text, tone: "plain" as const, action, progress };
    notices.show(notice);
    await orNotice(async () => {
      const tell = (done: number, total: number) => {
        progress.value = ports.words().ofTotal(done + 1, total);
      };
      await job(cancelled.signal, tell).catch((error: unknown) => {
        if (!cancelled.signal.aborted) throw error;
      });
    });
    notices.dismiss(notice);
    isBusy.value = false;
  }

  return {
    isBusy,
    exportOne: (conversation, format, messages) =>
      orNotice(async () => {
        const { exportOne } = await around.fetchJobs();
        await exportOne(ports, conversation, { format, leafOf, messages });
      }),
    exportAll: (format) =>
      run(ports.words().exporting, async (signal, onProgress) => {
        const { exportAll } = await around.fetchJobs();
        const count = await exportAll(ports, { format, leafOf, signal, onProgress });
        const text = count === 0 ? ports.words().noChats : ports.words().exportedChats(count);
        notices.show({ text, tone: "plain" });
      }),
    exportEverything: () =>
      run(ports.dialogWords().everything.running, async (signal, onProgress) => {
        const { exportEverything } = await around.fetchArchive();
        (await exportEverything(ports, { leafOf, signal, onProgress })).forEach(notices.show);
      }),
    copy: (conversation, messages) =>
      orNotice(async () => {
        const { readMarkdown } = await around.fetchJobs();
        const isCopied = await around.copy(await readMarkdown(ports, conversation, { leafOf, messages }));
        if (isCopied) notices.show({ text: ports.words().conversationCopied, tone: "plain" });
      }),
    importFile: async (file) => {
      const { imports } = ports.dialogWords();
      try {
        const { importAll, maxImportBytes, readExport } = await around.fetchJobs();
        if (file.size > maxImportBytes) return imports.tooLarge(maxImportBytes / 1e6);
        const conversations = readExport(await file.text(), imports);
        void run(imports.running, async (signal, onProgress) => {
          try {
            const count = await importAll(ports, conversations, signal, onProgress);
            notices.show({ text: imports.done(count), tone: "plain" });
          } finally {
            around.onImported();
          }
        });
        return undefined;
      } catch (error) {
        return failureText(error, ports.words());
      }
    },
  };
}
