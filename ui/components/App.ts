import "./App.css";
import { useApp } from "../context";
import { html } from "../html";
import { ChatView } from "./ChatView";
import { DialogHost } from "./DialogHost";
import { Foot } from "./Foot";
import { LiveRegion } from "./LiveRegion";
import { Notices } from "./Notices";
import { OfflineLine } from "./OfflineLine";
import { Sidebar } from "./Sidebar";
import { TemporaryLine } from "./TemporaryLine";
import { TopBar } from "./TopBar";

/** The whole page. */
export function App() {
  const { layout, words } = useApp();
  const isOpen = layout.sidebarOpen.value;
  const liesOver = layout.isDrawer.value && isOpen;
  return html`
    <div class="app" data-sidebar=${isOpen ? "open" : "closed"}>
      <${Sidebar} />
      ${
        liesOver &&
        html`<button class="scrim" aria-label=${words.hideConversations} onClick=${layout.hideSidebar} />`
      }
      <div class="page">
        <main class="main" inert=${liesOver}>
          <${TopBar} />
          <${TemporaryLine} />
          <${ChatView} />
          <${Foot} />
        </main>
        <${OfflineLine} />
        <${Notices} />
      </div>
      <${LiveRegion} />
      <${DialogHost} />
    </div>
  `;
}
