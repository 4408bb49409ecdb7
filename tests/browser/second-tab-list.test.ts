import { expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";
import { ChatPage } from "./chat-page";

const openChat = chatBrowser();

it("A second tab lists what happens in the first, and says that the chat it shows was deleted", async () => {
  const word = uniqueWord("lemon-balm");
  const first = await openChat();
  const page = await first.page.context().newPage();
  await page.goto("/");
  const second = new ChatPage(page, first.expectProblem);
  await second.sidebar.locator("[aria-busy=false]").waitFor();

  await first.ask(`/echo ${word}`);
  await second.link(word).click();
  await second.reached(second.replies, word);

  await first.act(`/echo ${word}`, "Rename");
  await first.page.keyboard.type(`${word} renamed`);
  await first.page.keyboard.press("Enter");
  await second.link(`${word} renamed`).waitFor();
  await second.page.getByRole("heading", { level: 1, name: `${word} renamed` }).waitFor();

  await first.page.clock.install();
  await first.act(`${word} renamed`, "Delete");
  expect(await second.link(word).count()).toBe(1);
  await first.page.clock.fastForward(11_000);
  await second.link(word).waitFor({ state: "detached" });
  await second.page.getByRole("alert").filter({ hasText: "There is no such chat" }).waitFor();
  expect(await second.replies.count()).toBe(0);
});
