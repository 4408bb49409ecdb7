import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** The list is beside the chat, or has to be opened over it. */
async function showList(chat: ChatPage): Promise<void> {
  if (chat.page.viewportSize()?.width !== sizes.phone.width) return;
  await chat.button("Show conversations").click();
  await chat.sidebar.waitFor();
}

describe.each(Object.entries(sizes))(
  "On a %s axe-core finds nothing wrong, light or dark, with",
  (_, viewport) => {
    it("the empty chat, and a chat that is loading, missing or cannot be loaded", async () => {
      const chat = await openChat({ viewport });
      await chat.page.getByRole("heading", { name: "What shall we outline?" }).waitFor();
      expect(await axeViolations(chat.page)).toEqual([]);

      let goOn = () => {};
      const held = new Promise<void>((resolve) => (goOn = resolve));
      let isAway = true;
      await chat.page.route("**/conversations/none-of-these**", async (route) => {
        await held;
        await (isAway ? route.abort().catch(() => undefined) : route.continue());
      });
      chat.expectProblem(/404|ERR_FAILED/);
      await chat.page.goto("/c/none-of-these");
      await chat.page.getByRole("main").getByRole("status").filter({ hasText: "Loading…" }).waitFor();
      expect(await axeViolations(chat.page)).toEqual([]);
      goOn();
      await chat.page.getByRole("alert").waitFor();
      expect(await axeViolations(chat.page)).toEqual([]);
      isAway = false;
      await chat.page.goto("/c/none-of-these");
      await chat.page.getByText("There is no such chat, or it is not yours.").waitFor();
      expect(await axeViolations(chat.page)).toEqual([]);
    });

    it("replies that run, are complete, failed, interrupted, thought about", async () => {
      const chat = await openChat({ viewport });
      await chat.ask("/markdown");
      await chat.ask("/think bread");
      await chat.replies.getByText("Thought for").click();
      await chat.ask("/echo It is so[^1], as $e = mc^2$ shows.\n\n[^1]: See there.");
      await chat.ended(await chat.send("/fail 3"), "failed");
      const reply = await chat.send("/tokens 2000 50");
      await chat.reached(reply, "word5 ");
      expect(await axeViolations(chat.page)).toEqual([]);
      await chat.stopButton.click();
      await chat.ended(reply, "stopped");
      await chat.page.route("**/messages?*", async (route) => {
        const answer = await route.fetch();
        await route.fulfill({
          response: answer,
          body: (await answer.text()).replace("stopped", "interrupted"),
        });
      });
      await chat.page.reload();
      await chat.page.getByText("This reply was interrupted.").waitFor();
      expect(await axeViolations(chat.page)).toEqual([]);
    });

    it("a message that is edited, a reply that is rated, and no network", async () => {
      const chat = await openChat({ viewport });
      const reply = await chat.ask("/echo hello");
      await reply.hover();
      await chat.button("Bad reply").click();
      await chat.page.getByRole("textbox", { name: "What was wrong with it? (optional)" }).waitFor();
      await chat.mine.hover();
      await chat.button("Edit message").click();
      await chat.page.getByRole("textbox", { name: "Edited message" }).waitFor();
      chat.expectProblem(/ERR_INTERNET_DISCONNECTED/);
      await chat.page.context().setOffline(true);
      await chat.page.getByText("Offline. What you see here may be out of date.").waitFor();
      expect(await axeViolations(chat.page)).toEqual([]);
    });

    it("the list, its menu, its search, another name, and a notice", async () => {
      const word = uniqueWord("chervil");
      const chat = await openChat({ viewport });
      await chat.ask(`/echo ${word}`);
      await showList(chat);
      const search = chat.page.getByRole("searchbox", { name: "Search chats" });
      await search.fill(word);
      await chat.sidebar.getByText("1 chat found").waitFor();
      expect(await axeViolations(chat.page)).toEqual([]);
      await search.fill("");
      await chat.act(`/echo ${word}`, "Rename");
      await chat.page.getByRole("textbox", { name: /New name/ }).waitFor();
      expect(await axeViolations(chat.page)).toEqual([]);
      await chat.page.keyboard.press("Escape");
      await chat.button(`Actions for “/echo ${word}”`).click();
      await chat.page.getByRole("menu").waitFor();
      expect(await axeViolations(chat.page)).toEqual([]);
      await chat.choose("Delete");
      await chat.notices.waitFor();
      expect(await axeViolations(chat.page)).toEqual([]);
      await chat.notices.getByRole("button", { name: "Undo" }).click();
    });

    it("its dialogs", async () => {
      const chat = await openChat({ viewport });
      for (const name of ["Settings of this chat", "Settings", "Use via API", "Shortcuts"]) {
        await chat.button(name).click();
        const dialog = chat.page.getByRole("dialog", { name });
        await dialog.waitFor();
        expect(await axeViolations(chat.page)).toEqual([]);
        await chat.page.keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
      }
    });
  },
);
