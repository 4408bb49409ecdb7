import "./tokens.css";
import "./base.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { afterPaint } from "./after-paint";
import { createBrowserPorts, createMediaSignal, createStorage } from "./browser-ports";
// oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
import { App } from "./components/App";
import { AppContext } from "./context";
import { fetchStyles } from "./fetch-styles";
import { html } from "./html";
import { importPart } from "./import-part";
import { focusPlace, isMac, listenToKeys } from "./keyboard";
import { loadStyle } from "./load-style";
import { fetchCatalogue, fetchDialogCatalogue } from "./messages/catalogues";
import { languages } from "./messages/languages";
import { createAppModel } from "./models/app-model";
import { createFetchedPart } from "./models/fetched-part";
import { createLanguageModel } from "./models/language-model";
import type { ThreadModel } from "./models/thread-model";
import { showTheme } from "./show-theme";
import { whenIdle } from "./when-idle";

// The build puts in where it lies.
declare const MARKDOWN_STYLE_URL: string;

const storage = createStorage();
const language = createLanguageModel({
  storage,
  preferred: navigator.languages,
  fetchCatalogue,
  fetchDialogCatalogue,
});
const ports = createBrowserPorts(storage, language);
const app = createAppModel(ports, {
  systemIsDark: createMediaSignal("(prefers-color-scheme: dark)"),
  isNarrow: createMediaSignal("(max-width: 760px)"),
  isMac: isMac(),
  focusPlace,
  language,
  fetchArchive: () => importPart(() => import("./models/export-archive")),
  fetchDefaultPresets: async () =>
    (await importPart(() => import("./models/default-presets"))).defaultPresets,
  fetchTransferJobs: () => importPart(() => import("./models/transfer-jobs")),
  fetchRenderer: async () => {
    const style = loadStyle(MARKDOWN_STYLE_URL);
    const [{ createMarkdownRenderer }] = await Promise.all([
      importPart(() => import("./markdown/markdown-view")),
      style,
    ]);
    return createMarkdownRenderer(ports.words, app.theme.theme);
  },
  fetchDialogs: async () => {
    const [{ Dialogs }] = await Promise.all([
      // oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
      importPart(() => import("./components/Dialogs")),
      fetchStyles("dialogs"),
      language.loadDialogWords(),
    ]);
    return Dialogs;
  },
  fetchLog: async () => {
    const [{ ChatLog }] = await Promise.all([
      // oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
      importPart(() => import("./components/ChatLog")),
      fetchStyles("log"),
      // What is there to be read is drawn once, if what shows Markdown comes at nearly the same time.
      isChatOpen() && Promise.race([app.markdown.load(), ports.wait(150)]),
    ]);
    return ChatLog;
  },
});

effect(() => {
  showTheme(document, app.theme.theme.value);
});
listenToKeys(app.shortcuts.press);
addEventListener("popstate", app.chat.follow);
addEventListener("pagehide", app.conversations.flush);

app.chat.follow();
// Needed as soon as the messages are there: not one after the other.
if (isChatOpen()) void app.log.load();
void app.session.load();
// What the address names comes first, then the list beside it.
void firstLoaded(app.chat.thread.peek()).then(afterPaint).then(app.conversations.load);
// Not before there are words to show: `theme.ts` has asked for them already.
void language.load().then(show);
const later = createFetchedPart(ports, () => importPart(() => import("./later")));
whenIdle(() => void later.load().then(() => later.part.peek()?.startLater(ports, app)));

function isChatOpen(): boolean {
  return app.chat.thread.peek().id.peek() !== undefined;
}

function firstLoaded({ state }: ThreadModel): Promise<void> {
  return new Promise((resolve) => {
    state.subscribe((now) => now !== "loading" && resolve());
  });
}

function show(): void {
  effect(() => {
    const { tag, direction } = languages[language.language.value];
    document.documentElement.lang = tag;
    document.documentElement.dir = direction;
  });
  effect(() => {
    const { state, heading } = app.chat.thread.value;
    const isNamed = state.value !== "new" && heading.value !== "";
    document.title = isNamed ? `${heading.value} · ${app.site.name}` : app.site.name;
  });
  const root = document.getElementById("app");
  if (root) render(html`<${AppContext.Provider} value=${app}><${App} /><//>`, root);
  // Not needed to begin a chat, and there before the first answer: after the first paint.
  void afterPaint().then(() => whenIdle(() => void app.log.load()));
}

// Parts of the first file: what is fetched later shares them, and would have to wait for a file of theirs.
// oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
export { CopyButton } from "./components/CopyButton";
export { activityText } from "./messages/activity-text";
