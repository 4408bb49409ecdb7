import { effect } from "@preact/signals";
import type { AppModel } from "./models/app-model";
import { takeDropsAndPastes } from "./drops-and-pastes";
import { startAnnouncer } from "./models/announcer";
import { watchOtherDevices } from "./models/other-devices";
import { startOfflineKeeper } from "./offline/register";
import type { PagePorts } from "./ports";

/** What the page does besides; fetched when it stands. */
export function startLater(ports: PagePorts, app: AppModel): void {
  const { announcements, chat } = app;
  startAnnouncer(ports, chat, announcements);
  watchOtherDevices(ports, app);
  takeDropsAndPastes(app);
  // Back and forward lead to another chat: the dialog was over the one before.
  addEventListener("popstate", app.layout.closeDialog);
  effect(() => {
    const { isTemporary, running } = chat.thread.value;
    if (!isTemporary || running.value === undefined) return undefined;
    // The browser asks whether to leave: there is no other way back to this reply.
    const ask = (event: Event) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  });
  const keeper = startOfflineKeeper(() => chat.thread.peek().id.peek());
  effect(() => {
    // A reply that was streamed was never read.
    const id = chat.ended.value && chat.thread.peek().id.peek();
    if (id !== undefined) keeper.keep(id);
  });
}
