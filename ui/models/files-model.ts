import { type ReadonlySignal, batch, computed, signal } from "@preact/signals";
import type { File, FilePage } from "../../runtime/contract/file";
import { ApiError } from "../api/api-error";
import type { ParleyApi } from "../api/client";
import type { PagePorts } from "../ports";
import { createConversationTitles } from "./conversation-titles";
import { failureText } from "./failure-text";

/** How much all files take, and may take. */
type Room = Pick<FilePage, "usedBytes" | "limitBytes">;

/** All files of the reader, newest first, fetched as far as one looks. */
export interface FilesModel {
  files: ReadonlySignal<readonly File[]>;
  /** Of all files, also those that are not fetched; undefined until known. */
  room: ReadonlySignal<Room | undefined>;
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
  const list = createFileList(ports.api);
  const state = signal<"loading" | "ready" | "failed">("ready");
  const titles = createConversationTitles(ports.api, titleKnown);
  return {
    ...list,
    state,
    titleOf: titles.of,
    load: async () => {
      if (state.peek() === "loading") return;
      state.value = "loading";
      try {
        const came = await list.fetchNext();
        for (const { conversationId } of came) if (conversationId !== undefined) titles.learn(conversationId);
        state.value = "ready";
      } catch {
        state.value = "failed";
      }
    },
    remove: async (file) => {
      try {
        await ports.api.deleteFile(file.id).catch((error: unknown) => {
          // It is gone already.
          if (!(error instanceof ApiError) || error.status !== 404) throw error;
        });
      } catch (error) {
        return failureText(error, ports.words());
      }
      list.takeOff(file);
      return undefined;
    },
  };
}

/** What has been fetched of the list. */
function createFileList(api: Pick<ParleyApi, "listFiles">) {
  const files = signal<readonly File[]>([]);
  const room = signal<Room | undefined>(undefined);
  const cursor = signal<string | undefined>(undefined);
  const hasBegun = signal(false);

  function take({ files: more, usedBytes, limitBytes, cursor: next }: FilePage): void {
    const known = new Set(files.peek().map(({ id }) => id));
    batch(() => {
      files.value = [...files.peek(), ...more.filter(({ id }) => !known.has(id))];
      room.value = { usedBytes, limitBytes };
      cursor.value = next;
      hasBegun.value = true;
    });
  }

  return {
    files,
    room,
    hasMore: computed(() => !hasBegun.value || cursor.value !== undefined),
    /** The next files; a page without any leads on. */
    fetchNext: async (): Promise<readonly File[]> => {
      for (let left = emptyPages; left > 0; left -= 1) {
        // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
        const page = await api.listFiles({ cursor: cursor.peek() });
        take(page);
        if (page.files.length > 0 || page.cursor === undefined) return page.files;
      }
      return [];
    },
    takeOff: ({ id, size }: File) =>
      batch(() => {
        const before = room.peek();
        files.value = files.peek().filter((file) => file.id !== id);
        if (before) room.value = { ...before, usedBytes: Math.max(0, before.usedBytes - size) };
      }),
  };
}
