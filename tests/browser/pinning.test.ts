import { expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";

const openChat = chatBrowser();

it("A pinned chat stands on top, also after a reload, until it is let go", async () => {
  const word = uniqueWord("chervil");
  const chat = await openChat();
  await chat.ask(`/echo ${word}`);
  const pinned = chat.sidebar.getByRole("region", { name: "Pinned" });
  const today = chat.sidebar.getByRole("region", { name: "Today" });
  await today.getByRole("link", { name: word }).waitFor();
  await chat.act(`/echo ${word}`, "Pin");
  await pinned.getByRole("link", { name: word }).waitFor();
  expect(await chat.sidebar.getByRole("heading").first().innerText()).toBe("Pinned");
  await chat.page.reload();
  await pinned.getByRole("link", { name: word }).waitFor();
  await chat.act(`/echo ${word}`, "Unpin");
  await today.getByRole("link", { name: word }).waitFor();
});
