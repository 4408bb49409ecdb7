import { describe, expect, inject, it } from "vitest";
import { storeConversation } from "../local/long-conversation";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();
const outputs = inject("outputs");

const turns = 110;

/** Numbers of the questions that are on the page, top to bottom. */
const numbers = async (chat: ChatPage) =>
  (await chat.mine.locator("p").allInnerTexts()).map((text) => Number(/^Question (\d+):/.exec(text)?.[1]));

/** Where the messages that are on the page stand, px below the top of the screen. */
const places = (chat: ChatPage) =>
  chat.log.locator("[data-role]").evaluateAll((found) =>
    found.map((message) => {
      const words = message.textContent.trim().slice(0, 30);
      return [words, message.getBoundingClientRect().top] as const;
    }),
  );

const wheelPx = 400;

/** Turns the wheel by a notch, upwards: what was on the page and still is moves by that much and no more. */
async function wheelUp(chat: ChatPage): Promise<void> {
  const before = new Map(await places(chat));
  await chat.page.mouse.wheel(0, -wheelPx);
  // Heights are fractions, the place of a view is not.
  const strays = async () => {
    const both = (await places(chat)).filter(([words]) => before.has(words));
    const moves = both.map(([words, top]) => [words, Math.round(top - (before.get(words) ?? 0))] as const);
    return moves.filter(([, move]) => Math.abs(move - wheelPx) > 1);
  };
  // The wheel turns softly: on a slow machine one can look in the middle of it.
  await expect.poll(strays, { interval: 5 }).toEqual([]);
}

describe("A conversation of 220 messages", () => {
  it("is read up to its beginning, in order, without a jump, and with few of them on the page at a time", async () => {
    const id = await storeConversation(outputs, turns);
    const chat = await openChat({ path: `/c/${id}`, viewport: { width: 1000, height: 700 } });
    await chat.page.getByRole("heading", { name: `Answer ${turns}` }).waitFor();
    await chat.log.hover();
    const met = new Set<number>();
    for (let notch = 0; notch < 400 && !met.has(1); notch++) {
      await wheelUp(chat);
      const onPage = await numbers(chat);
      // The newest turn stays on the page wherever one looks.
      const near = onPage.slice(0, -1);
      expect(near).toEqual(near.map((_, index) => (near[0] ?? 0) + index));
      for (const number of onPage) met.add(number);
      expect(await chat.page.locator("*").count()).toBeLessThan(2_500);
    }
    expect([...met].sort((one, other) => one - other)).toEqual(
      Array.from({ length: turns }, (_, at) => at + 1),
    );
  }, 120_000);

  it("is left for its end by a button, and for its beginning by a key", async () => {
    const id = await storeConversation(outputs, turns);
    const chat = await openChat({ path: `/c/${id}`, viewport: { width: 1000, height: 700 } });
    await chat.page.getByRole("heading", { name: `Answer ${turns}` }).waitFor();
    await chat.log.focus();
    await chat.page.keyboard.press("Home");
    await chat.page.getByRole("heading", { name: "Answer 1", exact: true }).waitFor();
    await expect.poll(() => chat.log.evaluate((log) => log.scrollTop)).toBe(0);
    expect((await numbers(chat)).slice(0, 2)).toEqual([1, 2]);

    await chat.button("Jump to the end").click();
    const end = () =>
      chat.log.evaluate((log) => Math.round(log.scrollHeight - log.clientHeight - log.scrollTop));
    await expect.poll(end).toBe(0);
    await expect.poll(async () => (await numbers(chat)).slice(-2)).toEqual([turns - 1, turns]);
    await chat.page.keyboard.press("Escape");
    await chat.log.focus();
    await chat.page.keyboard.press("PageUp");
    await chat.button("Jump to the end").waitFor();
    await chat.page.keyboard.press("End");
    await expect.poll(end).toBe(0);
  });

  it("keeps a comment that is being written, however far one reads on", async () => {
    const id = await storeConversation(outputs, turns);
    const chat = await openChat({ path: `/c/${id}`, viewport: { width: 1000, height: 700 } });
    await chat.page.getByRole("heading", { name: `Answer ${turns}` }).waitFor();
    // Not one of the newest turn, which stays on the page anyway.
    await chat.button("Good reply").nth(-2).click();
    const comment = chat.page.getByRole("textbox", { name: "What was good about it? (optional)" });
    await comment.fill("half a thought");
    await chat.log.focus();
    await chat.page.keyboard.press("Home");
    await chat.page.getByRole("heading", { name: "Answer 1", exact: true }).waitFor();
    expect(await comment.inputValue()).toBe("half a thought");
  });
});
