import { type ReadonlySignal, signal } from "@preact/signals";
import type { MarkdownRenderer } from "../markdown/renderer";
import type { Messages } from "../messages/en";
import type { PagePorts } from "../ports";
import { type ChatModel, createChatModel } from "./chat-model";
import { type ConversationsModel, createConversationsModel } from "./conversations-model";
import type { LanguageModel } from "./language-model";
import { type LayoutModel, createLayoutModel } from "./layout-model";
import { type MarkdownModel, createMarkdownModel } from "./markdown-model";
import { type NoticesModel, createNoticesModel } from "./notices-model";
import { type SessionModel, createSessionModel } from "./session-model";
import { type SiteModel, createSiteModel } from "./site-model";
import { type ThemeModel, createThemeModel } from "./theme-model";

/** All state of the page. */
export interface AppModel {
  /** In the language chosen now: what reads it in a render is rendered again when that changes. */
  readonly words: Messages;
  chat: ChatModel;
  conversations: ConversationsModel;
  language: LanguageModel;
  layout: LayoutModel;
  markdown: MarkdownModel;
  notices: NoticesModel;
  session: SessionModel;
  site: SiteModel;
  theme: ThemeModel;
  /** How often something was copied. */
  copies: ReadonlySignal<number>;
  /** Puts `text` on the clipboard; false, and a notice, when the browser refuses. */
  copy(text: string): Promise<boolean>;
}

/** What changes around the page by itself. */
export interface Surroundings {
  systemIsDark: ReadonlySignal<boolean>;
  isNarrow: ReadonlySignal<boolean>;
  language: LanguageModel;
  fetchRenderer: () => Promise<MarkdownRenderer>;
}

export function createAppModel(ports: PagePorts, around: Surroundings): AppModel {
  const notices = createNoticesModel(ports);
  const copies = signal(0);
  const conversations = createConversationsModel(ports, notices);
  return {
    get words() {
      return ports.words();
    },
    chat: createChatModel(ports, conversations, notices),
    conversations,
    language: around.language,
    layout: createLayoutModel(ports.storage, around.isNarrow),
    markdown: createMarkdownModel(around.fetchRenderer),
    notices,
    copies,
    session: createSessionModel(ports.api),
    site: createSiteModel(ports),
    theme: createThemeModel(ports.storage, around.systemIsDark),
    copy: async (text) => {
      try {
        await ports.copy(text);
        copies.value += 1;
        return true;
      } catch {
        notices.show({ text: ports.words().copyRefused, tone: "problem" });
        return false;
      }
    },
  };
}
