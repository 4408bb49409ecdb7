import { effect } from "@preact/signals";
import type { AppModel } from "./models/app-model";
import { startAnnouncer } from "./models/announcer";
import { startOfflineKeeper } from "./offline/register";
import type { PagePorts } from "./ports";

/** What the page does besides; fetched when it stands. */
export function startLater(ports: PagePorts, { announcements, chat }: AppModel): void {
  startAnnouncer(ports, chat, announcements);
  const keeper = startOfflineKeeper(() => chat.thread.peek().id.peek());
  effect(() => {
    // A reply that was streamed was never read.
    const id = chat.ended.value && chat.thread.peek().id.peek();
    if (id !== undefined) keeper.keep(id);
  });
}
