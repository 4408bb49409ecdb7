import type { Signal } from "@preact/signals";
import type { File as StoredFile } from "../../runtime/contract/file";
import type { PagePorts } from "../ports";
import { exportAll, exportOne, readMarkdown } from "./export-run";
import { importFile } from "./import-run";
import { createLongJobs } from "./long-jobs";
import type { TransferModel, TransferSurroundings } from "./transfer-model";

/** What exports and imports. Each fails when it cannot be done; a long one tells that by a notice. */
export interface Transfers extends Pick<
  TransferModel,
  "copy" | "exportAll" | "exportEverything" | "exportOne"
> {
  /** Resolves when what is in the file is on its way. */
  importFile(file: Pick<File, "size" | "text">): Promise<void>;
}

export interface TransferJobsSurroundings extends Omit<TransferSurroundings, "fetchJobs"> {
  isBusy: Signal<boolean>;
  missing: Signal<readonly StoredFile[]>;
  onFailed(error: unknown): void;
}

/** Fetched when somebody first exports or imports. */
export function createTransferJobs(ports: PagePorts, around: TransferJobsSurroundings): Transfers {
  const { notices, leafOf, showMissing } = around;
  const run = createLongJobs(ports, around);
  const say = (text: string) => notices.show({ text, tone: "plain" });
  return {
    exportOne: (conversation, format, messages) =>
      exportOne(ports, conversation, { format, leafOf, messages }),
    exportAll: (format) =>
      run(ports.words().exporting, async (job) => {
        say(await exportAll(ports, { format, leafOf, ...job }));
      }),
    exportEverything: () =>
      run(ports.dialogWords().everything.running, async (job) => {
        const { exportEverything } = await around.fetchArchive();
        around.missing.value = await exportEverything(ports, { leafOf, ...job }, { notices, showMissing });
      }),
    copy: async (conversation, messages) => {
      const isCopied = await around.copy(await readMarkdown(ports, conversation, { leafOf, messages }));
      if (isCopied) say(ports.words().conversationCopied);
    },
    importFile: (file) => importFile(ports, file, { run, ...around }),
  };
}
