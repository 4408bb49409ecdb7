import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { Message } from "../../runtime/contract/message";
import { axeViolations } from "./axe";
import { chatBrowser, uniqueWord } from "./browser";

const openChat = chatBrowser();

/** What the page saves as a file while `action` runs. */
async function saved(page: Page, action: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([page.waitForEvent("download"), action()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

/** The messages of a stored conversation, oldest first, without what names the conversation. */
async function storedMessages(page: Page, id: string): Promise<Omit<Message, "conversationId">[]> {
  const answer = await page.request.get(`/api/conversations/${id}/messages?limit=100`);
  const { messages } = (await answer.json()) as { messages: Message[] };
  return messages.toReversed().map((message) => {
    const { conversationId: _, ...rest } = message;
    return rest;
  });
}

describe("A chat", () => {
  it(
    "goes out as JSON, and comes in again as another one, all branches the same",
    { timeout: 60_000 },
    async () => {
      const word = uniqueWord("sumac");
      const chat = await openChat();
      await chat.ask(`/echo ${word}`);
      await chat.ask("/echo and more");
      const id = chat.path().slice("/c/".length);
      // A second version of the last turn, beside the first.
      const before = await storedMessages(chat.page, id);
      await chat.page.request.post("/api/chat", {
        data: { message: "/echo another way", conversationId: id, parentId: before[1]?.id },
      });
      const all = await storedMessages(chat.page, id);
      expect(all.map(({ parentId }) => parentId)).toEqual([
        null,
        all[0]?.id,
        all[1]?.id,
        all[2]?.id,
        all[1]?.id,
        all[4]?.id,
      ]);

      const file = await saved(chat.page, () => chat.act(`/echo ${word}`, "Export as JSON"));
      expect(file.name).toMatch(new RegExp(`^echo-${word}-\\d{4}-\\d\\d-\\d\\d\\.json$`));
      const content = JSON.parse(file.text) as { conversations: [{ messages: unknown }] };
      expect(content).toMatchObject({ format: "parley-conversations", version: 1 });
      expect(content.conversations[0].messages).toEqual(all);

      const dialog = await chat.openDialog("Settings");
      expect(await axeViolations(chat.page)).toEqual([]);
      await dialog.locator("input[type=file]").setInputFiles({
        name: file.name,
        mimeType: "application/json",
        buffer: Buffer.from(file.text),
      });
      await dialog.waitFor({ state: "detached" });
      await chat.notices.filter({ hasText: "Imported 1 chat" }).waitFor();
      await expect.poll(() => chat.link(word).count()).toBe(2);
      const hrefs = await chat
        .link(word)
        .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
      const copy = hrefs.find((href) => href !== `/c/${id}`) ?? "";
      expect(await storedMessages(chat.page, copy.slice("/c/".length))).toEqual(all);
    },
  );

  it("goes out as Markdown: the branch that is shown", async () => {
    const word = uniqueWord("nigella");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    await chat.button("Actions for this chat").click();
    const file = await saved(chat.page, () => chat.choose("Export as Markdown"));
    expect(file.name).toMatch(new RegExp(`^echo-${word}-\\d{4}-\\d\\d-\\d\\d\\.md$`));
    expect(file.text).toMatch(
      new RegExp(`^# /echo ${word}\n\n[^]+\\*\\*Parley\\*\\* · demo-model · .+\n\n${word}\n$`),
    );
  });

  it("is among all of them in one file", async () => {
    const word = uniqueWord("annatto");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    await chat.openDialog("Settings");
    const file = await saved(chat.page, () => chat.button("Export all as JSON").click());
    expect(file.name).toMatch(/^parley-chats-\d{4}-\d\d-\d\d\.json$/);
    const { conversations } = JSON.parse(file.text) as { conversations: { title: string }[] };
    expect(conversations.filter(({ title }) => title === `/echo ${word}`).length).toBe(1);
    await chat.notices.filter({ hasText: /^Exported \d+ chats?$/ }).waitFor();
  });

  it("comes in again from a file that is dropped", async () => {
    const word = uniqueWord("cubeb");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    const { name, text } = await saved(chat.page, () => chat.act(`/echo ${word}`, "Export as JSON"));
    const dialog = await chat.openDialog("Settings");
    // A file that comes from outside of the page cannot be dragged by a test.
    const dataTransfer = await chat.page.evaluateHandle(
      `(() => {
        const data = new DataTransfer();
        data.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}, { type: "application/json" }));
        return data;
      })()`,
    );
    const place = dialog.getByRole("group", { name: "Your chats" });
    await place.dispatchEvent("dragover", { dataTransfer });
    await expect.poll(() => place.getAttribute("data-over")).toBe("true");
    await place.dispatchEvent("drop", { dataTransfer });
    await dialog.waitFor({ state: "detached" });
    await chat.notices.filter({ hasText: "Imported 1 chat" }).waitFor();
    await expect.poll(() => chat.link(word).count()).toBe(2);
  });

  it("cannot be dropped while all of them are on their way", async () => {
    const chat = await openChat();
    await chat.ask("/echo a chat to export");
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    await chat.page.route("**/messages?*", async (route) => {
      await held;
      await route.continue();
    });
    const dialog = await chat.openDialog("Settings");
    await chat.button("Export all as JSON").click();
    await chat.openDialog("Settings");
    const place = dialog.getByRole("group", { name: "Your chats" });
    const dataTransfer = await chat.page.evaluateHandle("new DataTransfer()");
    await place.dispatchEvent("dragover", { dataTransfer });
    expect(await place.getAttribute("data-over")).toBe("false");

    const download = chat.page.waitForEvent("download");
    goOn();
    await download;
    await chat.notices.filter({ hasText: /^Exported/ }).waitFor();
    await place.dispatchEvent("dragover", { dataTransfer });
    await expect.poll(() => place.getAttribute("data-over")).toBe("true");
  });

  it("does not come in from a file that is something else, and it is said why", async () => {
    const chat = await openChat();
    const dialog = await chat.openDialog("Settings");
    const file = { name: "other.json", mimeType: "application/json", buffer: Buffer.from("{}") };
    await dialog.locator("input[type=file]").setInputFiles(file);
    const problem = "The file is not an export of Parley: its “format” is not “parley-conversations”.";
    const alert = dialog.getByRole("alert").filter({ hasText: /./ });
    await alert.waitFor();
    expect(await alert.innerText()).toBe(problem);
  });
});
