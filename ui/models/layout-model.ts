import { type ReadonlySignal, computed, signal } from "@preact/signals";
import type { KeyValueStorage } from "../ports";

export type DialogName = "settings" | "api" | "chat" | "files" | "keys" | "missing" | "shortcuts" | "usage";

/** What is open around the conversation. */
export interface LayoutModel {
  /** The sidebar lies over the page instead of beside it. */
  isDrawer: ReadonlySignal<boolean>;
  sidebarOpen: ReadonlySignal<boolean>;
  dialog: ReadonlySignal<DialogName | undefined>;
  /** Counts how often the focus was asked into the message box. */
  boxWanted: ReadonlySignal<number>;
  showSidebar(): void;
  hideSidebar(): void;
  /** After a choice was made in it: a drawer has done its work, a sidebar stays. */
  leaveSidebar(): void;
  openDialog(name: DialogName): void;
  closeDialog(): void;
  /** Somebody has done what leads on to writing. */
  focusBox(): void;
}

const key = "parley:sidebar";

export function createLayoutModel(storage: KeyValueStorage, isNarrow: ReadonlySignal<boolean>): LayoutModel {
  const drawerOpen = signal(false);
  const besideOpen = signal(storage.get(key) !== "hidden");
  const dialog = signal<DialogName | undefined>(undefined);
  const boxWanted = signal(0);
  return {
    isDrawer: isNarrow,
    dialog,
    boxWanted,
    sidebarOpen: computed(() => (isNarrow.value ? drawerOpen.value : besideOpen.value)),
    showSidebar: () => {
      if (isNarrow.peek()) drawerOpen.value = true;
      else besideOpen.value = true;
      if (!isNarrow.peek()) storage.remove(key);
    },
    hideSidebar: () => {
      drawerOpen.value = false;
      if (isNarrow.peek()) return;
      besideOpen.value = false;
      storage.set(key, "hidden");
    },
    leaveSidebar: () => {
      drawerOpen.value = false;
    },
    openDialog: (name) => {
      dialog.value = name;
    },
    closeDialog: () => {
      dialog.value = undefined;
    },
    focusBox: () => {
      boxWanted.value += 1;
    },
  };
}
