import { type ReadonlySignal, signal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { PagePorts } from "../ports";
import type { DialogName, LayoutModel } from "./layout-model";
import type { NoticesModel } from "./notices-model";

/** Shows the dialog with this name. */
export type DialogView = ComponentType<{ name: DialogName }>;

/** The dialogs, which are fetched when the first of them is asked for. */
export interface DialogsModel {
  /** Undefined until they have come. */
  view: ReadonlySignal<DialogView | undefined>;
  /** Fetches them, so that opening one is at once. */
  load(): Promise<void>;
}

/** @param fetchView - fails when they cannot be fetched: what was asked for is closed again, and said */
export function createDialogsModel(
  ports: Pick<PagePorts, "words">,
  layout: LayoutModel,
  notices: NoticesModel,
  fetchView: () => Promise<DialogView>,
): DialogsModel {
  const view = signal<DialogView | undefined>(undefined);
  let coming: Promise<void> | undefined;
  async function fetchOnce(): Promise<void> {
    try {
      const fetched = await fetchView();
      view.value = fetched;
    } catch {
      coming = undefined;
      if (layout.dialog.peek() === undefined) return;
      layout.closeDialog();
      notices.show({ text: ports.words().dialogFailed, tone: "problem" });
    }
  }
  const load = () => (coming ??= fetchOnce());
  layout.dialog.subscribe((name) => {
    if (name !== undefined) void load();
  });
  return { view, load };
}
