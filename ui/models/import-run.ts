import type { ConversationImport, ImportedMessage } from "../../runtime/contract/conversation-import";
import { limits } from "../../runtime/contract/limits";
import type { PagePorts } from "../ports";
import { failureText } from "./failure-text";
import { ImportProblem, readExportFile } from "./import-format";
import type { LongJob, RunLongJob } from "./long-jobs";
import type { NoticesModel } from "./notices-model";
import { patiently } from "./patiently";

/** How much of a request's body messages may take, bytes: well under `limits.bodyBytes`, for what is around them. */
const batchBytes = 1_500_000;

type ImportPorts = Pick<PagePorts, "api" | "dialogWords" | "wait" | "words">;

/** Cuts messages, in their order, into what one request may carry. */
export function batchesOf(messages: readonly ImportedMessage[]): ImportedMessage[][] {
  const batches: ImportedMessage[][] = [[]];
  let room = batchBytes;
  for (const message of messages) {
    const bytes = new TextEncoder().encode(JSON.stringify(message)).length + 1;
    const batch = batches.at(-1) ?? [];
    if (batch.length === 0 || (batch.length < limits.importMessages && bytes <= room)) {
      batch.push(message);
      room -= bytes;
    } else {
      batches.push([message]);
      room = batchBytes - bytes;
    }
  }
  return batches;
}

/** Sends one conversation; leaves nothing of it behind when that fails half way. */
async function importOne(
  ports: ImportPorts,
  content: ConversationImport,
  signal: AbortSignal,
): Promise<void> {
  const [first = [], ...others] = batchesOf(content.messages);
  const begin = () => ports.api.importConversation({ ...content, messages: first });
  // Twice would be two conversations.
  const { id } = await patiently(ports, begin, { mayRepeat: false, signal });
  try {
    for (const batch of others) {
      signal.throwIfAborted();
      // oxlint-disable-next-line no-await-in-loop -- parents go before what answers them
      await patiently(ports, () => ports.api.importMessages(id, batch), { mayRepeat: true, signal });
    }
  } catch (error) {
    await ports.api.deleteConversation(id).catch(() => undefined);
    throw error;
  }
}

/**
 * Sends conversations one after the other, the oldest first.
 *
 * @returns how many have been stored; fewer than all when `signal` aborted
 * @throws ImportProblem that says how far it came
 */
export async function importAll(
  ports: ImportPorts,
  conversations: readonly ConversationImport[],
  { signal, onProgress }: LongJob,
): Promise<number> {
  let done = 0;
  for (const content of conversations.toReversed()) {
    onProgress(done, conversations.length);
    try {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that it can be said how far it came
      await importOne(ports, content, signal);
    } catch (error) {
      if (signal.aborted) return done;
      const reason = failureText(error, ports.words());
      throw new ImportProblem(ports.dialogWords().imports.failed(content.title, reason, done));
    }
    done += 1;
    if (signal.aborted) break;
  }
  return done;
}

/**
 * Reads a JSON export, and has it on its way: notices say how that goes.
 *
 * @throws ImportProblem that says what is wrong with the file
 */
export async function importFile(
  ports: ImportPorts,
  file: Pick<File, "size" | "text">,
  around: { run: RunLongJob; notices: Pick<NoticesModel, "show">; onImported(): void },
): Promise<void> {
  const { imports } = ports.dialogWords();
  const conversations = await readExportFile(file, imports);
  void around.run(imports.running, async (job) => {
    const count = await importAll(ports, conversations, job).finally(around.onImported);
    around.notices.show({ text: imports.done(count), tone: "plain" });
  });
}
