import type { MessageFile } from "../../runtime/contract/file";
import { limits } from "../../runtime/contract/limits";
import { ApiError } from "../api/api-error";
import { refusalText } from "../messages/refusal-text";
import type { Attaching } from "./attaching";
import type { Draft } from "./draft";
import type { Edit, Entry } from "./entry";
import type { Notice } from "./notices-model";
import type { ThreadCore } from "./thread-core";
import { type Ask, type TurnRequest, beginTurn } from "./turn";

/** What is being written, and what goes with it. */
export interface NextMessage {
  draft: Draft;
  attaching: Attaching;
}

/** Ways to ask the model. All are refused, and lose nothing, while a reply runs. */
export interface Asking {
  /** Sends what is in the draft, when its files are up; gives it back when that fails. */
  send(): Promise<void>;
  /** Opens the editor of a message of one's own. */
  edit(message: Entry, from: Edit["from"]): void;
  /** Opens the editor of one's last message; false when there is none. */
  editLast(): boolean;
  cancelEdit(message: Entry): void;
  /** Sends what is in the editor as another version of the message; opens it again when that fails. */
  sendEdit(message: Entry): Promise<void>;
  /** Makes a reply again, as another version of it. */
  regenerate(reply: Entry): Promise<void>;
  /** Takes back that a reply is still running. */
  forgetBusy(): void;
}

/** What a thread hears of its asking. */
export interface AskingHooks {
  onAsk(): void;
  /** The turn is stored. */
  onStored(): void;
}

export function createAsking(
  core: ThreadCore,
  { draft, attaching }: NextMessage,
  hooks: AskingHooks,
): Asking {
  const { ports, entries, run, state } = core;
  let unsent: TurnRequest | undefined;
  let busyNotice: Notice | undefined;

  function forgetBusy(): void {
    if (busyNotice) ports.dismiss(busyNotice);
    busyNotice = undefined;
  }
  run.running.subscribe((running) => {
    if (running === undefined) forgetBusy();
  });

  /** Says why, when it is not. */
  function maySend(text: string): boolean {
    if (run.running.peek() !== undefined) {
      busyNotice = { text: ports.words().busy, tone: "plain" };
      ports.notify(busyNotice);
      return false;
    }
    if (text.length <= limits.messageChars) return true;
    ports.notify({ text: ports.words().tooLong(limits.messageChars), tone: "problem" });
    return false;
  }

  /** Says why, when the conversation is not on the page. */
  function isOutOfReach(): boolean {
    const { chatFailed, chatMissing } = ports.words();
    const reached = state.peek();
    if (reached !== "failed" && reached !== "missing") return false;
    ports.notify({ text: reached === "failed" ? chatFailed : chatMissing, tone: "problem" });
    return true;
  }

  async function ask(asked: Ask): Promise<boolean> {
    const isAsBefore = JSON.stringify(unsent?.ask) === JSON.stringify(asked);
    const turn = isAsBefore && unsent ? unsent : { ask: asked, clientMessageId: ports.newId() };
    hooks.onAsk();
    const failure = await beginTurn(core, turn);
    unsent = failure === undefined ? undefined : turn;
    const isAbandoned = failure instanceof DOMException && failure.name === "AbortError";
    if (failure === undefined) {
      if (state.peek() === "new") state.value = "ready";
      hooks.onStored();
    } else if (!isAbandoned && !core.closing.aborted) ports.notify(problemOf(ports, failure, asked.files));
    return failure === undefined;
  }

  function mayGo(): boolean {
    const text = draft.text.peek().trim();
    return text !== "" && !isOutOfReach() && maySend(text);
  }

  async function send(): Promise<void> {
    // Which message it goes on from is known when the conversation is there.
    if (state.peek() === "loading") await loaded(state);
    if (!mayGo()) return;
    const attached = attaching.box.peek()?.files;
    if (attached && !(await attached.settled())) return;
    // Meanwhile it may have been sent, or changed.
    if (!mayGo()) return;
    const text = draft.text.peek().trim();
    const takenFiles = attached?.take();
    const taken = [draft.take(), ...(takenFiles ? [takenFiles] : [])];
    const sent = await ask({ text, parentId: entries.end(), ...withFiles(takenFiles?.files) });
    for (const part of taken)
      if (sent) part.sent();
      else part.failed();
  }

  function edit(message: Entry, from: Edit["from"]): void {
    message.edit.value = { text: message.message.peek().text, from };
  }

  async function sendEdit(message: Entry): Promise<void> {
    const edited = message.edit.peek();
    const text = edited?.text.trim() ?? "";
    if (text === "" || !maySend(text)) return;
    message.edit.value = undefined;
    const { parentId, files } = message.message.peek();
    const sent = await ask({ text, parentId, ...withFiles(files) });
    if (!sent) message.edit.value = edited;
  }

  async function regenerate(reply: Entry): Promise<void> {
    const { id: again, parentId: questionId } = reply.message.peek();
    if (questionId === null || !maySend("")) return;
    // Only where nothing is stored is the question told again, and there all of it is on the page.
    const { text = "", files } = entries.find(questionId)?.message.peek() ?? {};
    await ask({ again, questionId, text, ...withFiles(files) });
  }

  return {
    send,
    edit,
    editLast: () => {
      const last = entries.path.peek().findLast(({ message }) => message.peek().role === "user");
      if (last) edit(last, "box");
      return last !== undefined;
    },
    cancelEdit: (message) => (message.edit.value = undefined),
    sendEdit,
    regenerate,
    forgetBusy,
  };
}

function withFiles(files: MessageFile[] | undefined): { files?: MessageFile[] } {
  return files?.length ? { files } : {};
}

/** Resolves when it is no longer being loaded, however that went; never, when it is let go before. */
function loaded(state: ThreadCore["state"]): Promise<void> {
  return new Promise((resolve) => {
    const end = state.subscribe((now) => {
      if (now === "loading") return;
      end();
      resolve();
    });
  });
}

/** How what the API says of the files of a turn begins. */
const filesProblem = "files: ";

/**
 * What went wrong, for a person.
 *
 * @param files - of the turn that did
 */
export function problemOf(
  ports: ThreadCore["ports"],
  error: unknown,
  files: readonly unknown[] = [],
): Notice {
  const words = ports.words();
  // Only the API knows which file it was, and why.
  const isOfFiles = error instanceof ApiError && files.length > 0 && error.message.startsWith(filesProblem);
  if (isOfFiles) return { text: error.message.slice(filesProblem.length), tone: "problem" };
  const text = error instanceof ApiError ? refusalText(error, words) : words.connectionLost;
  return { text, tone: "problem" };
}
