import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

const phone = { width: 390, height: 844 };

/** How many animations and transitions run, or are held at their end. */
function animations({ page }: ChatPage): Promise<number> {
  return page.evaluate<number>("document.getAnimations().length");
}

describe("For those who want no motion nothing moves", () => {
  it("while a reply is awaited and written", async () => {
    const chat = await openChat({ reducedMotion: "reduce" });
    const reply = await chat.send("/tokens 400 50");
    expect(await animations(chat)).toBe(0);
    await chat.reached(reply, "word20 ");
    expect(await animations(chat)).toBe(0);
    await chat.stopButton.click();
    await chat.ended(reply, "stopped");
  });

  it("in a dialog and in the drawer", async () => {
    const chat = await openChat({ reducedMotion: "reduce", viewport: phone });
    await chat.openDialog("Settings");
    expect(await animations(chat)).toBe(0);
    await chat.button("Close").click();
    await chat.button("Show conversations").click();
    expect(await animations(chat)).toBe(0);
    await chat.sidebar.waitFor();
  });
});

it("For everybody else the drawer slides in", async () => {
  const chat = await openChat({ viewport: phone });
  await chat.page.evaluate(`document.addEventListener(
    "animationstart", ({ target }) => (document.body.dataset.moved = target.localName), { once: true })`);
  await chat.button("Show conversations").click();
  await chat.sidebar.waitFor();
  await expect.poll(() => chat.page.locator("body").getAttribute("data-moved")).not.toBeNull();
});
