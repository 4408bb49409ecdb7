import { effect } from "@preact/signals";
import type { AppModel } from "./models/app-model";
import { focusPlace, isMac, listenToKeys } from "./keyboard";
import { startAnnouncer } from "./models/announcer";
import { createShortcutActions } from "./models/shortcut-actions";
import { watchOtherDevices } from "./models/other-devices";
import { createShortcuts } from "./models/shortcuts";
import { startOfflineKeeper } from "./offline/register";
import type { PagePorts } from "./ports";

/** What the page does besides; fetched when it stands. */
export function startLater(ports: PagePorts, app: AppModel): void {
  const { announcements, chat } = app;
  const actions = createShortcutActions(ports, { ...app, focus: focusPlace });
  const shortcuts = createShortcuts(actions, ports.storage, isMac());
  app.shortcuts.value = shortcuts;
  listenToKeys(shortcuts.press);
  startAnnouncer(ports, chat, announcements);
  watchOtherDevices(ports, app);
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
