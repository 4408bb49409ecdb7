import { type ReadonlySignal, signal } from "@preact/signals";
import type { DialogMessages } from "../messages/en-dialogs";
import type { KeyValueStorage } from "../ports";
import { type KeyPress, type Keys, isPressed, isSingle } from "./key-press";

/** What the shortcuts do; each says what it does by its name. */
export interface ShortcutActions {
  focusBox(): void;
  copyReply(): void;
  newChat(): void;
  focusSearch(): void;
  /** Opens the chat above (-1) or below (1) in the list. */
  goToChat(step: -1 | 1): void;
  toggleSidebar(): void;
  openSettings(): void;
  openShortcuts(): void;
  stop(): void;
  /** Whether a reply runs that Escape may stop: nothing lies over the page that Escape would close. */
  mayStop(): boolean;
}

export type ShortcutName = keyof DialogMessages["shortcuts"]["names"];
export type ShortcutGroup = keyof DialogMessages["shortcuts"]["groups"];

export interface Shortcut {
  name: ShortcutName;
  group: ShortcutGroup;
  /** Any of them. */
  keys: Keys[];
  /** Missing where the box itself listens. */
  run?: () => void;
  when?: () => boolean;
}

/** The keys that do something, in the order in which they are told. */
export interface Shortcuts {
  table: readonly Shortcut[];
  isMac: boolean;
  /** Whether `/` and `?` do something: who speaks to the computer may press them unawares. */
  singleKeys: ReadonlySignal<boolean>;
  allowSingleKeys(allowed: boolean): void;
  /** Does what `press` stands for; true when it stood for something. */
  press(press: KeyPress): boolean;
}

const storageKey = "parley:single-keys";

export function createShortcuts(
  actions: ShortcutActions,
  storage: KeyValueStorage,
  isMac: boolean,
): Shortcuts {
  const singleKeys = signal(storage.get(storageKey) !== "off");
  const table = tableOf(actions);

  function press(given: KeyPress): boolean {
    // While an input method composes, every key is its own.
    if (given.isComposing || given.isTaken) return false;
    const { target } = given;
    const meant = table.find(({ keys, run, when }) => {
      const pressed = keys.find((one) => isPressed(one, given, isMac));
      if (!pressed || !run || when?.() === false) return false;
      if (pressed.key === "Escape") return pressed.shift === true || target !== "field";
      return !isSingle(pressed) || (target === "page" && singleKeys.peek());
    });
    meant?.run?.();
    return meant !== undefined;
  }

  return {
    table,
    isMac,
    singleKeys,
    press,
    allowSingleKeys: (allowed) => {
      singleKeys.value = allowed;
      if (allowed) storage.remove(storageKey);
      else storage.set(storageKey, "off");
    },
  };
}

function tableOf(actions: ShortcutActions): Shortcut[] {
  const { mayStop: when } = actions;
  return [
    { name: "send", group: "writing", keys: [{ key: "Enter" }] },
    { name: "breakLine", group: "writing", keys: [{ key: "Enter", shift: true }] },
    { name: "editLast", group: "writing", keys: [{ key: "ArrowUp" }] },
    {
      name: "focusBox",
      group: "writing",
      keys: [{ key: "/" }, { key: "Escape", shift: true }],
      run: actions.focusBox,
    },
    { name: "stop", group: "writing", keys: [{ key: "Escape" }], run: actions.stop, when },
    // Not with Ctrl+Shift, which opens the inspector of every browser.
    {
      name: "copyReply",
      group: "writing",
      keys: [{ key: "c", alt: true, shift: true }],
      run: actions.copyReply,
    },
    { name: "newChat", group: "chats", keys: [{ key: "o", mod: true, shift: true }], run: actions.newChat },
    { name: "search", group: "chats", keys: [{ key: "k", mod: true }], run: actions.focusSearch },
    {
      name: "previousChat",
      group: "chats",
      keys: [{ key: "ArrowUp", alt: true }],
      run: () => actions.goToChat(-1),
    },
    {
      name: "nextChat",
      group: "chats",
      keys: [{ key: "ArrowDown", alt: true }],
      run: () => actions.goToChat(1),
    },
    { name: "sidebar", group: "page", keys: [{ key: "b", mod: true }], run: actions.toggleSidebar },
    { name: "settings", group: "page", keys: [{ key: ",", mod: true }], run: actions.openSettings },
    {
      name: "shortcuts",
      group: "page",
      keys: [{ key: "?" }, { key: "/", mod: true }],
      run: actions.openShortcuts,
    },
  ];
}
