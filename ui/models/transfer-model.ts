import { type ReadonlySignal, signal } from "@preact/signals";
import type { Conversation } from "../../runtime/contract/conversation";
import type { File as StoredFile } from "../../runtime/contract/file";
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
  const shown = { isBusy: signal(false), missing: signal<readonly StoredFile[]>([]) };
  const says = (error: unknown) => failureText(error, ports.words());
  const onFailed = (error: unknown) =>
    around.notices.show({ text: ports.words().transferFailed(says(error)), tone: "problem" });
  const fetchJobs = async () =>
    (await around.fetchJobs()).createTransferJobs(ports, { ...around, ...shown, onFailed });
  const run = (task: (jobs: TransferJobs.Transfers) => Promise<void>) =>
    fetchJobs().then(task).catch(onFailed);
  /** Busy from the press on: what does the work may take a while to come. */
  const runAlone = async (task: (jobs: TransferJobs.Transfers) => Promise<void>) => {
    const { isBusy } = shown;
    if (isBusy.peek()) return;
    isBusy.value = true;
    await run((jobs) => {
      isBusy.value = false;
      return task(jobs);
    });
    isBusy.value = false;
  };
  return {
    ...shown,
    exportOne: (...given) => run((jobs) => jobs.exportOne(...given)),
    exportAll: (format) => runAlone((jobs) => jobs.exportAll(format)),
    exportEverything: () => runAlone((jobs) => jobs.exportEverything()),
    copy: (...given) => run((jobs) => jobs.copy(...given)),
    importFile: async (file) => {
      try {
        await (await fetchJobs()).importFile(file);
        return undefined;
      } catch (error) {
        return says(error);
      }
    },
  };
}
