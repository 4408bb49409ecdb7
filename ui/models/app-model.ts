import { type ReadonlySignal, type Signal, computed, signal } from "@preact/signals";
import type { PageBoot } from "../../runtime/contract/site";
import type { ComponentType } from "preact";
import type { ParleyApi } from "../api/client";
import type { Messages } from "../messages/en";
import type { DialogMessages } from "../messages/en-dialogs";
import type { PagePorts } from "../ports";
import type { AttachmentsPart } from "./attaching";
import { type Announcements, createAnnouncements } from "./announcements";
import { type ChatModel, createChatModel } from "./chat-model";
import { type ConversationsModel, createConversationsModel } from "./conversations-model";
import type { LanguageModel } from "./language-model";
import type { DefaultPreset } from "./default-presets";
import { type DialogView, type DialogsModel, createDialogsModel } from "./dialogs-model";
import { followElsewhere } from "./elsewhere";
import { type FetchedPart, createFetchedPart } from "./fetched-part";
import { type LayoutModel, createLayoutModel } from "./layout-model";
import { type MarkdownModel, type MarkdownRenderer, createMarkdownModel } from "./markdown-model";
import { type NoticesModel, createNoticesModel } from "./notices-model";
import { type PresetsModel, createPresetsModel } from "./presets-model";
import { type SessionModel, createSessionModel } from "./session-model";
import { type SiteModel, createSiteModel } from "./site-model";
import { type FocusPlace, createShortcutActions } from "./shortcut-actions";
import { type Shortcuts, createShortcuts } from "./shortcuts";
import { type ThemeModel, createThemeModel } from "./theme-model";
import type { ThreadModel } from "./thread-model";
import { type TransferModel, type TransferSurroundings, createTransferModel } from "./transfer-model";

/** All state of the page. */
export interface AppModel {
  /** In the language chosen now: what reads it in a render is rendered again when that changes. */
  readonly words: Messages;
  /** What the dialogs say: for what is shown in one. */
  readonly dialogWords: DialogMessages;
  announcements: Announcements;
  chat: ChatModel;
  conversations: ConversationsModel;
  language: LanguageModel;
  dialogs: DialogsModel;
  layout: LayoutModel;
  /** What shows the messages of a conversation. */
  log: FetchedPart<LogView>;
  markdown: MarkdownModel;
  notices: NoticesModel;
  /** For models that come with the part of the page that shows them. */
  ports: PagePorts;
  api: ParleyApi;
  /** What the server said before anything was asked. */
  boot: PageBoot;
  presets: PresetsModel;
  /** What shows the files of messages. */
  files: FetchedPart<AttachmentsPart>;
  /** Ids of files that are known to be deleted. */
  goneFiles: Signal<ReadonlySet<string>>;
  session: SessionModel;
  site: SiteModel;
  shortcuts: Shortcuts;
  theme: ThemeModel;
  transfer: TransferModel;
  /** There is no network, or no server at its end: what is shown may be old. */
  isOffline: ReadonlySignal<boolean>;
  /** False while the browser knows that there is no network. */
  isOnline: ReadonlySignal<boolean>;
  /** How often something was copied. */
  copies: ReadonlySignal<number>;
  /** Puts `text` on the clipboard; false, and a notice, when the browser refuses. */
  copy(text: string): Promise<boolean>;
}

/** Shows the messages of a conversation. */
export type LogView = ComponentType<{ thread: ThreadModel }>;

/** What changes around the page by itself. */
export interface Surroundings {
  systemIsDark: ReadonlySignal<boolean>;
  isNarrow: ReadonlySignal<boolean>;
  /** Whether ⌘ is what Ctrl is elsewhere. */
  isMac: boolean;
  focusPlace: (place: FocusPlace) => void;
  language: LanguageModel;
  fetchRenderer: () => Promise<MarkdownRenderer>;
  fetchDialogs: () => Promise<DialogView>;
  fetchLog: () => Promise<LogView>;
  fetchTransferJobs: TransferSurroundings["fetchJobs"];
  fetchDefaultPresets: () => Promise<readonly DefaultPreset[]>;
  fetchArchive: TransferSurroundings["fetchArchive"];
}

export function createAppModel(ports: PagePorts, around: Surroundings): AppModel {
  const notices = createNoticesModel(ports);
  const copies = signal(0);
  const conversations = createConversationsModel(ports, notices);
  followElsewhere(ports, conversations);
  const chat = createChatModel(ports, conversations, notices);
  const layout = createLayoutModel(ports.storage, around.isNarrow);
  const copy = async (text: string): Promise<boolean> => {
    try {
      await ports.copy(text);
      copies.value += 1;
      return true;
    } catch {
      notices.show({ text: ports.words().copyRefused, tone: "problem" });
      return false;
    }
  };
  const atKeys = createShortcutActions(ports, {
    chat,
    conversations,
    layout,
    copy,
    focus: around.focusPlace,
  });
  return {
    get words() {
      return ports.words();
    },
    get dialogWords() {
      return ports.dialogWords();
    },
    announcements: createAnnouncements(),
    chat,
    conversations,
    language: around.language,
    dialogs: createDialogsModel(ports, layout, notices, around.fetchDialogs),
    isOffline: computed(() => !ports.isOnline.value || ports.isStale.value),
    layout,
    log: createFetchedPart(ports, around.fetchLog),
    markdown: createMarkdownModel(around.fetchRenderer),
    notices,
    ports,
    api: ports.api,
    boot: ports.boot,
    presets: createPresetsModel(ports, around.fetchDefaultPresets),
    files: createFetchedPart(ports, ports.fetchAttachments),
    goneFiles: signal<ReadonlySet<string>>(new Set()),
    isOnline: ports.isOnline,
    copies,
    session: createSessionModel(ports),
    site: createSiteModel(ports),
    shortcuts: createShortcuts(atKeys, ports.storage, around.isMac),
    theme: createThemeModel(ports.storage, around.systemIsDark),
    copy,
    transfer: createTransferModel(ports, {
      notices,
      copy,
      leafOf: (id) => {
        const { id: shown, key, entries } = chat.thread.peek();
        return (shown.peek() ?? key) === id ? entries.path.peek().at(-1)?.message.peek().id : undefined;
      },
      fetchJobs: around.fetchTransferJobs,
      fetchArchive: around.fetchArchive,
      showMissing: () => layout.openDialog("missing"),
      onImported: () => {
        ports.tabs.tell({ type: "listChanged" });
        void conversations.refresh();
      },
    }),
  };
}
