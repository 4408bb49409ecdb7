import { type ReadonlySignal, batch, computed, signal } from "@preact/signals";
import type { File, FilePage } from "../../runtime/contract/file";
import { ApiError } from "../api/api-error";
import type { PagePorts } from "../ports";
import { failureText } from "./failure-text";

/** All files of the reader, newest first, fetched as far as one looks. */
export interface FilesModel {
  files: ReadonlySignal<readonly File[]>;
  /** Of all files, also those that are not fetched; undefined until known. */
  room: ReadonlySignal<Pick<FilePage, "usedBytes" | "limitBytes"> | undefined>;
  state: ReadonlySignal<"loading" | "ready" | "failed">;
  hasMore: ReadonlySignal<boolean>;
  /** Fetches the next ones. */
  load(): Promise<void>;
  /** Title of a conversation; undefined while it is not known, or for good. */
  titleOf(conversationId: string): string | undefined;
  /** Resolves with what went wrong, for a person. */
  remove(file: File): Promise<string | undefined>;
}

/** How many pages without a file in them are passed over at once. */
const emptyPages = 20;

/** @param titleKnown - the title as the list of conversations has it */
export function createFilesModel(
  ports: Pick<PagePorts, "api" | "words">,
  titleKnown: (id: string) => string | undefined,
): FilesModel {
  const files = signal<readonly File[]>([]);
  const room = signal<Pick<FilePage, "usedBytes" | "limitBytes"> | undefined>(undefined);
  const state = signal<"loading" | "ready" | "failed">("ready");
  const cursor = signal<string | undefined>(undefined);
  const hasBegun = signal(false);
  const titles = signal<ReadonlyMap<string, string>>(new Map());
  const asked = new Set<string>();

  async function load(): Promise<void> {
    if (state.peek() === "loading") return;
    state.value = "loading";
    try {
      for (let left = emptyPages; left > 0; left -= 1) {
        // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
        const page = await ports.api.listFiles({ cursor: cursor.peek() });
        take(page);
        if (page.files.length > 0 || page.cursor === undefined) break;
      }
      state.value = "ready";
    } catch {
      state.value = "failed";
    }
  }

  function take(page: FilePage): void {
    const known = new Set(files.peek().map(({ id }) => id));
    batch(() => {
      files.value = [...files.peek(), ...page.files.filter(({ id }) => !known.has(id))];
      room.value = { usedBytes: page.usedBytes, limitBytes: page.limitBytes };
      cursor.value = page.cursor;
      hasBegun.value = true;
    });
    for (const { conversationId } of page.files) void learnTitle(conversationId);
  }

  async function learnTitle(id: string | undefined): Promise<void> {
    if (id === undefined || titleKnown(id) !== undefined || asked.has(id)) return;
    asked.add(id);
    const conversation = await ports.api.getConversation(id).catch(() => undefined);
    if (conversation) titles.value = new Map([...titles.peek(), [id, conversation.title]]);
  }

  return {
    files,
    room,
    state,
    hasMore: computed(() => !hasBegun.value || cursor.value !== undefined),
    load,
    titleOf: (id) => titleKnown(id) ?? titles.value.get(id),
    remove: async ({ id, size }) => {
      try {
        await ports.api.deleteFile(id).catch((error: unknown) => {
          // It is gone already.
          if (!(error instanceof ApiError) || error.status !== 404) throw error;
        });
      } catch (error) {
        return failureText(error, ports.words());
      }
      batch(() => {
        const before = room.peek();
        files.value = files.peek().filter((file) => file.id !== id);
        if (before) room.value = { ...before, usedBytes: Math.max(0, before.usedBytes - size) };
      });
      return undefined;
    },
  };
}
