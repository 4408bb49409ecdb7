import { describe, expect, it } from "vitest";
import type { Conversation } from "../../runtime/contract/conversation";
import { mapAtMost } from "../../runtime/core/map-at-most";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

const group = (chat: ChatPage, name: string) => chat.sidebar.getByRole("region", { name });

describe("A pinned chat", () => {
  it("stands on top, also after a reload, until it is let go", async () => {
    const word = uniqueWord("chervil");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    const pinned = group(chat, "Pinned");
    const today = group(chat, "Today");
    await today.getByRole("link", { name: word }).waitFor();
    await chat.act(`/echo ${word}`, "Pin");
    await pinned.getByRole("link", { name: word }).waitFor();
    expect(await chat.sidebar.getByRole("heading").first().innerText()).toBe("Pinned");
    await chat.page.reload();
    await pinned.getByRole("link", { name: word }).waitFor();
    await chat.act(`/echo ${word}`, "Unpin");
    await today.getByRole("link", { name: word }).waitFor();
  });

  it(
    "is there at once when it is older than the list goes without scrolling, and once",
    { timeout: 60_000 },
    async () => {
      const word = uniqueWord("lovage");
      const chat = await openChat();
      const made = Array.from({ length: 61 }, (_, index) => {
        const updatedAt = new Date(Date.UTC(2021, 0, index < 31 ? 1 : 2)).toISOString();
        const dates = { createdAt: updatedAt, updatedAt };
        return { title: `${word} ${index}`, ...dates, pinned: index < 31, messages: [] };
      });
      // Not all at once: for each at the same moment the embedded cloud starts a function.
      const ids = await mapAtMost(2, made, async (data) => {
        const answer = await chat.page.request.post("/api/conversations", { data });
        return ((await answer.json()) as Conversation).id;
      });
      await chat.page.reload();
      const pins = group(chat, "Pinned").getByRole("link", { name: word });
      await expect.poll(() => pins.count()).toBe(31);
      expect(await chat.sidebar.getByRole("heading").first().innerText()).toBe("Pinned");

      await chat.sidebar.locator(".list").hover();
      // To the end of the list, wherever other tests' chats lie in it.
      await expect
        .poll(async () => {
          await chat.page.mouse.wheel(0, 10_000);
          return chat.sidebar.getByRole("link", { name: word }).count();
        })
        .toBe(61);
      expect(await pins.count()).toBe(31);
      await mapAtMost(2, ids, (id) => chat.page.request.delete(`/api/conversations/${id}`));
    },
  );
});
