import { describe, expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

async function openSettings(chat: ChatPage) {
  await chat.page.getByRole("button", { name: /^Settings of this chat/ }).click();
  const panel = chat.page.getByRole("dialog", { name: "Settings of this chat" });
  await panel.waitFor();
  return panel;
}

describe("A preset of one's own", () => {
  it(
    "is saved, is there in another browser, is renamed, deleted and taken back",
    { timeout: 60_000 },
    async () => {
      const name = uniqueWord("Lovage ");
      const first = await openChat();
      let panel = await openSettings(first);
      await panel.getByLabel("System prompt").fill("Answer in one word.");
      await panel.getByRole("button", { name: "Save as my preset…" }).click();
      await panel.getByRole("textbox", { name: "Name of the preset" }).fill(name);
      await first.page.keyboard.press("Enter");
      await panel.getByRole("button", { name: "Rename" }).waitFor();
      await first.page.keyboard.press("Escape");
      await first.button(`Settings of this chat: ${name}`).waitFor();

      const second = await openChat();
      panel = await openSettings(second);
      await panel.getByLabel("Preset", { exact: true }).selectOption(name);
      expect(await panel.getByLabel("System prompt").inputValue()).toBe("Answer in one word.");
      await panel.getByRole("button", { name: "Rename" }).click();
      await panel.getByRole("textbox", { name: "Name of the preset" }).fill(`${name} again`);
      await panel.getByRole("button", { name: "Save", exact: true }).click();
      await panel.getByRole("button", { name: "Delete" }).click();
      await panel.getByText(`Deleted “${name} again”`).waitFor();
      const options = () => panel.getByRole("option", { name: `${name} again` }).count();
      expect(await options()).toBe(0);
      await panel.getByRole("button", { name: "Undo" }).click();
      await expect.poll(options).toBe(1);
      await second.page.reload();
      panel = await openSettings(second);
      await expect.poll(options).toBe(1);
    },
  );
});
