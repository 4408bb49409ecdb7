import { describe, expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

const focused = (chat: ChatPage) =>
  chat.page
    .locator(":focus")
    .evaluateAll((found) => (found[0]?.getAttribute("aria-label") ?? found[0]?.textContent ?? "").trim());

/** Tabs on until the focus is on what has this name; fails after a whole round. */
async function tabTo(chat: ChatPage, name: string): Promise<void> {
  const passed: string[] = [];
  for (let steps = 0; steps < 400; steps += 1) {
    await chat.page.keyboard.press("Tab");
    const here = await focused(chat);
    if (here === name) return;
    passed.push(here);
  }
  throw new Error(`No way by Tab to ${JSON.stringify(name)}; passed ${JSON.stringify([...new Set(passed)])}`);
}

/** What looks the same with the focus as without it, among what so many steps by Tab come to. */
async function withoutFocusLook(chat: ChatPage, steps: number): Promise<string[]> {
  const all = new Set<string>();
  for (let step = 0; step < steps; step += 1) {
    await chat.page.keyboard.press("Tab");
    const found = await chat.page.locator(":focus").evaluateAll(([one]) => {
      if (!one) return [];
      const around = [one, one.parentElement, one.nextElementSibling].filter((part) => part !== null);
      const look = () =>
        around.map((part) => {
          const style = part.ownerDocument.defaultView?.getComputedStyle(part);
          return `${style?.boxShadow} ${style?.borderColor}`;
        });
      const focusedLook = look().join();
      one.blur();
      const plainLook = look().join();
      one.focus();
      return focusedLook === plainLook ? [one.outerHTML.slice(0, 200)] : [];
    });
    found.forEach((element) => all.add(element));
  }
  return [...all];
}

describe("By keyboard alone", () => {
  it("one writes, stops, tries the settings and comes back to where one was", async () => {
    const chat = await openChat();
    const { keyboard } = chat.page;
    await chat.box.waitFor();
    await keyboard.type("/tokens 2000 50");
    await keyboard.press("Enter");
    await chat.reached(chat.replies, "word5 ");
    await tabTo(chat, "Stop");
    await keyboard.press("Enter");
    await chat.ended(chat.replies, "stopped");

    await tabTo(chat, "Settings");
    await keyboard.press("Enter");
    await chat.page.getByRole("dialog", { name: "Settings" }).waitFor();
    await tabTo(chat, "Close");
    await keyboard.press("Tab");
    await keyboard.press("ArrowLeft");
    await expect.poll(() => chat.page.locator("html").getAttribute("data-theme")).toBe("dark");
    await keyboard.press("Escape");
    await chat.page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await focused(chat)).toBe("Settings");
  });

  it("one goes through the list, opens, deletes and takes it back", { timeout: 60_000 }, async () => {
    const word = uniqueWord("borage");
    const chat = await openChat();
    const { keyboard } = chat.page;
    await chat.ask(`/echo ${word}`);
    await tabTo(chat, "Search chats");
    await keyboard.type(word);
    await expect.poll(() => chat.sidebar.getByRole("link").count()).toBe(1);
    await tabTo(chat, "New chat");
    await keyboard.press("Enter");
    await chat.page.getByRole("heading", { name: "What shall we outline?" }).waitFor();

    await tabTo(chat, `/echo ${word}`);
    await keyboard.press("Enter");
    await chat.reached(chat.replies, word);
    await tabTo(chat, `Actions for “/echo ${word}”`);
    await keyboard.press("Enter");
    await chat.page.getByRole("menuitem", { name: "Rename" }).and(chat.page.locator(":focus")).waitFor();
    await keyboard.press("ArrowUp");
    expect(await focused(chat)).toBe("Delete");
    await keyboard.press("Enter");
    await chat.link(word).waitFor({ state: "detached" });
    await tabTo(chat, "Undo");
    await keyboard.press("Enter");
    await chat.link(word).waitFor();
  });

  it("one sees where one is: everything that takes the focus shows it", async () => {
    // A look that fades in would not be there at once.
    const chat = await openChat({ reducedMotion: "reduce" });
    await chat.page.getByRole("searchbox", { name: "Search chats" }).fill(uniqueWord("nothing"));
    await chat.sidebar.getByText("Nothing found").waitFor();
    expect(await withoutFocusLook(chat, 15)).toEqual([]);

    const reply = await chat.ask("/markdown");
    await reply.getByRole("group", { name: "Table" }).waitFor();
    await chat.log.hover();
    await chat.page.mouse.wheel(0, -500);
    await chat.button("Jump to the end").waitFor();
    expect(await withoutFocusLook(chat, 30)).toEqual([]);
  });
});
