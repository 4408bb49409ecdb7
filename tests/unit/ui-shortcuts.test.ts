import { describe, expect, it } from "vitest";
import { type KeyPress, keyNames } from "../../ui/models/key-press";
import { type ShortcutActions, createShortcuts } from "../../ui/models/shortcuts";
import { fakeStorage } from "./ui-fakes";

function press(given: Partial<KeyPress>): KeyPress {
  return {
    key: "",
    code: "",
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    isComposing: false,
    isTaken: false,
    target: "page",
    ...given,
  };
}

function shortcuts({ isMac = false, mayStop = true, storage = fakeStorage() } = {}) {
  const done: string[] = [];
  const note = (name: string) => (step?: number) => void done.push(step ? `${name} ${step}` : name);
  const actions: ShortcutActions = {
    focusBox: note("focusBox"),
    copyReply: note("copyReply"),
    newChat: note("newChat"),
    focusSearch: note("focusSearch"),
    goToChat: note("goToChat"),
    toggleSidebar: note("toggleSidebar"),
    openSettings: note("openSettings"),
    openShortcuts: note("openShortcuts"),
    stop: note("stop"),
    mayStop: () => mayStop,
  };
  return { model: createShortcuts(actions, storage, isMac), done };
}

const ctrl = { ctrlKey: true };

describe("a shortcut", () => {
  it.for<[string, Partial<KeyPress>]>([
    ["newChat", { key: "O", code: "KeyO", ...ctrl, shiftKey: true, target: "box" }],
    ["focusSearch", { key: "k", ...ctrl, target: "box" }],
    ["toggleSidebar", { key: "b", ...ctrl }],
    ["openSettings", { key: ",", ...ctrl, target: "field" }],
    ["copyReply", { key: "C", code: "KeyC", altKey: true, shiftKey: true, target: "box" }],
    ["goToChat -1", { key: "ArrowUp", altKey: true, target: "box" }],
    ["goToChat 1", { key: "ArrowDown", altKey: true }],
    ["focusBox", { key: "/" }],
    ["focusBox", { key: "Escape", shiftKey: true, target: "field" }],
    ["openShortcuts", { key: "?", shiftKey: true }],
    ["openShortcuts", { key: "/", ...ctrl, target: "box" }],
    ["stop", { key: "Escape", target: "box" }],
  ])("does %s", ([name, given]) => {
    const { model, done } = shortcuts();
    expect(model.press(press(given))).toBe(true);
    expect(done).toEqual([name]);
  });

  it.for<[string, Partial<KeyPress>]>([
    ["a single key while one types", { key: "/", target: "box" }],
    ["? in a search", { key: "?", shiftKey: true, target: "field" }],
    ["Escape in another field, which clears it", { key: "Escape", target: "field" }],
    ["a key that an input method takes", { key: "k", ...ctrl, isComposing: true }],
    ["a key that something else has taken", { key: "Escape", isTaken: true }],
    ["⌘ where Ctrl is meant", { key: "k", metaKey: true }],
    ["what AltGr writes", { key: "k", ...ctrl, altKey: true }],
    ["Ctrl+Shift+C, which is the browser's", { key: "C", code: "KeyC", ...ctrl, shiftKey: true }],
    ["Enter, which is the box's own", { key: "Enter", target: "box" }],
  ])("leaves alone %s", ([, given]) => {
    const { model, done } = shortcuts();
    expect(model.press(press(given))).toBe(false);
    expect(done).toEqual([]);
  });

  it("is found by its place where the keyboard writes another script", () => {
    const { model, done } = shortcuts();
    model.press(press({ key: "л", code: "KeyK", ...ctrl }));
    expect(done).toEqual(["focusSearch"]);
  });

  it("is found by what is written where the keyboard has other places for letters", () => {
    const { model, done } = shortcuts();
    model.press(press({ key: "k", code: "KeyV", ...ctrl }));
    model.press(press({ key: "t", code: "KeyK", ...ctrl }));
    expect(done).toEqual(["focusSearch"]);
  });

  it("takes ⌘ on a Mac, and ⌥ though it writes something else", () => {
    const { model, done } = shortcuts({ isMac: true });
    model.press(press({ key: "k", metaKey: true }));
    model.press(press({ key: "Ç", code: "KeyC", altKey: true, shiftKey: true }));
    expect(done).toEqual(["focusSearch", "copyReply"]);
  });

  it("leaves Escape alone when no reply runs", () => {
    const { model, done } = shortcuts({ mayStop: false });
    expect(model.press(press({ key: "Escape" }))).toBe(false);
    expect(done).toEqual([]);
  });

  it("of a single key can be switched off, also for the next visit", () => {
    const storage = fakeStorage();
    shortcuts({ storage }).model.allowSingleKeys(false);
    const { model, done } = shortcuts({ storage });
    expect(model.press(press({ key: "/" }))).toBe(false);
    expect(model.press(press({ key: "/", ...ctrl }))).toBe(true);
    model.allowSingleKeys(true);
    expect(model.press(press({ key: "/" }))).toBe(true);
    expect(done).toEqual(["openShortcuts", "focusBox"]);
  });
});

describe("the keys' names", () => {
  it("are those on the keyboard", () => {
    const keys = { key: "o", mod: true, shift: true } as const;
    expect(keyNames(keys, false)).toEqual(["Ctrl", "Shift", "O"]);
    expect(keyNames(keys, true)).toEqual(["⌘", "⇧", "O"]);
    expect(keyNames({ key: "ArrowUp", alt: true }, false)).toEqual(["Alt", "↑"]);
    expect(keyNames({ key: "Escape" }, true)).toEqual(["Esc"]);
  });
});
