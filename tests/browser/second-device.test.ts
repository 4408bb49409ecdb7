import { describe, expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";
import { countedWords, textOf } from "./chat-page";

const openChat = chatBrowser();

describe("A second device", () => {
  it(
    "follows a reply that runs on the first to its end, when it opens the conversation by its link",
    { timeout: 60_000 },
    async () => {
      const chat = await openChat();
      const written = await chat.send("/tokens 360 40");
      await chat.reached(written, "word5 ");
      const other = await openChat({ path: chat.path() });
      const reply = other.replies.first();
      await other.reached(reply, "word150 ");
      expect(await reply.getAttribute("data-status")).toBe("running");
      await other.ended(reply);
      expect(await textOf(reply)).toBe(countedWords(360));
      await chat.ended(written);
      expect(await textOf(written)).toBe(countedWords(360));
    },
  );

  it(
    "that has the conversation open shows what is written on the first, and keeps what is being written here",
    { timeout: 60_000 },
    async () => {
      const word = uniqueWord("sorrel");
      const chat = await openChat();
      await chat.ask(`/echo ${word}`);
      const other = await openChat();
      // It looks every 25 s; nobody waits that long here.
      await other.page.clock.install();
      await other.page.goto(chat.path());
      await other.ended(other.replies);
      await other.write("half a thought");

      await chat.ask("/echo from the first device");
      await chat.act(`/echo ${word}`, "Pin");
      await expect
        .poll(
          async () => {
            await other.page.clock.fastForward(25_000);
            return other.replies.count();
          },
          { timeout: 20_000, interval: 500 },
        )
        .toBe(2);
      await other.reached(other.replies.nth(1), "from the first device");
      await other.reached(other.mine.nth(1), "/echo from the first device");
      expect(await other.box.inputValue()).toBe("half a thought");
      await other.sidebar.getByRole("region", { name: "Pinned" }).getByRole("link", { name: word }).waitFor();
      await chat.act(`/echo ${word}`, "Unpin");
    },
  );
});
