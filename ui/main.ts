import "./tokens.css";
import "./base.css";
import { effect } from "@preact/signals";
import { render } from "preact";
import { createBrowserPorts, createMediaSignal } from "./browser-ports";
// oxlint-disable-next-line no-restricted-imports -- the page's own components, not the program's
import { App } from "./components/App";
import { AppContext } from "./context";
import { html } from "./html";
import { fetchRenderer } from "./markdown/fetch-renderer";
import { createAppModel } from "./models/app-model";
import { showTheme } from "./show-theme";

const ports = createBrowserPorts();
const app = createAppModel(ports, {
  systemIsDark: createMediaSignal("(prefers-color-scheme: dark)"),
  isNarrow: createMediaSignal("(max-width: 760px)"),
  fetchRenderer: () => fetchRenderer(ports.words),
});

effect(() => {
  showTheme(document, app.theme.theme.value);
});
effect(() => {
  const { state, heading } = app.chat.thread.value;
  const isNamed = state.value !== "new" && heading.value !== "";
  document.title = isNamed ? `${heading.value} · ${app.site.name}` : app.site.name;
});
addEventListener("popstate", app.chat.follow);
addEventListener("pagehide", app.conversations.flush);

app.chat.follow();
const root = document.getElementById("app");
if (root) render(html`<${AppContext.Provider} value=${app}><${App} /><//>`, root);
void app.session.load();
void app.conversations.load();
