import { readFile } from "node:fs/promises";
import { unzipSync } from "fflate";
import type { Download, Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

/** Sends a message with a text file of this name. */
async function askWithFile(chat: ChatPage, name: string, content: string): Promise<void> {
  const file = { name, mimeType: "text/plain", buffer: Buffer.from(content) };
  await chat.page.locator(".composer input[type=file]").setInputFiles(file);
  await chat.page.locator(".chip[data-state=ready]").waitFor();
  await chat.ask(`/echo about ${name}`);
}

async function download({ page }: ChatPage, action: () => Promise<void>): Promise<Download> {
  const [saved] = await Promise.all([page.waitForEvent("download"), action()]);
  return saved;
}

const bytesOf = async (saved: Download) => readFile(await saved.path());

async function openFiles(chat: ChatPage) {
  const settings = await chat.openDialog("Settings");
  await settings.getByRole("button", { name: "Files", exact: true }).click();
  const dialog = chat.page.getByRole("dialog", { name: "Files" });
  await dialog.waitFor();
  return dialog;
}

describe("One's files", () => {
  it("are listed, downloaded and deleted; a message says that its file is gone", async () => {
    const name = `${uniqueWord("fennel")}.txt`;
    const chat = await openChat();
    await askWithFile(chat, name, "Seeds");
    const dialog = await openFiles(chat);
    const item = dialog
      .getByRole("listitem")
      .filter({ hasText: name.slice(-10) })
      .filter({ hasText: name.slice(0, -10) });
    await item.getByText("5 bytes").waitFor();
    await dialog.getByText(/ of 1 GB used$/).waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);

    const saved = await download(chat, () =>
      item.getByRole("button", { name: `Download “${name}”` }).click(),
    );
    expect([saved.suggestedFilename(), (await bytesOf(saved)).toString()]).toEqual([name, "Seeds"]);
    await item.getByRole("button", { name: `Delete “${name}”` }).click();
    await item.getByText("Its chat goes on without it.").waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await item.getByRole("button", { name: "Delete file" }).click();
    await item.waitFor({ state: "detached" });
    await chat.page.keyboard.press("Escape");
    const gone = chat.mine.getByRole("button", { name: `${name}: deleted` });
    await gone.waitFor();
    expect(await gone.isDisabled()).toBe(true);
  });

  it("are in one archive with all chats", async () => {
    const name = `${uniqueWord("caraway")}.txt`;
    const chat = await openChat();
    // A file of another test, which its message takes meanwhile; it is asked for anew.
    chat.expectProblem(/status of 404 .*\/uploads\//);
    await askWithFile(chat, name, "Bread");
    await chat.openDialog("Settings");
    const saved = await download(chat, () => chat.button("Export everything as ZIP").click());
    expect(saved.suggestedFilename()).toMatch(/^parley-data-\d{4}-\d\d-\d\d\.zip$/);
    const entries = unzipSync(await bytesOf(saved));
    expect(Buffer.from(entries[`files/${name}`] ?? []).toString()).toBe("Bread");
    const chats = Object.keys(entries).filter(
      (path) => path.includes(name.slice(0, -4)) && path.startsWith("chats/"),
    );
    expect(chats.map((path) => path.split(".").at(-1))).toEqual(["md", "json"]);
    await chat.notices.filter({ hasText: /^Exported\. Chats: \d+, files: \d+$/ }).waitFor();
  });

  it("that are not in the archive are named in it, and on the page", async () => {
    const name = `${uniqueWord("lovage")}.txt`;
    const chat = await openChat();
    await askWithFile(chat, name, "Soup");
    chat.expectProblem(/status of 404 .*\/api\/files\//);
    const error = { code: "not_found", message: "There is no such file.", requestId: "r" };
    await chat.page.route("**/api/files/*", (route) => route.fulfill({ status: 404, json: { error } }));
    await chat.openDialog("Settings");
    const saved = await download(chat, () => chat.button("Export everything as ZIP").click());
    const entries = unzipSync(await bytesOf(saved));
    const text = Buffer.from(entries["Missing files.txt"] ?? []).toString();
    expect(text).toContain(`\n- ${name} (4 bytes, `);
    expect(Object.keys(entries)).not.toContain(`files/${name}`);

    await chat.notices.filter({ hasText: /could not be fetched/ }).waitFor();
    await chat.button("Which?").click();
    const dialog = chat.page.getByRole("dialog", { name: "Missing files" });
    await dialog.getByRole("button", { name: `Download “${name}”` }).waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
  });
});

describe("A reply", () => {
  it("is saved as Markdown, Word and CSV, and lies among one's files", async () => {
    const word = uniqueWord("nigella");
    const chat = await openChat();
    await chat.ask(`/echo # The ${word}\n\n| Seed | Taste |\n|---|---|\n| black | =hot |`);
    const save = (format: string) =>
      download(chat, async () => {
        await chat.replies.getByRole("button", { name: "Save as…" }).click();
        await chat.choose(format);
      });
    const [markdown, table, document] = [
      await save("As Markdown"),
      await save("Its table as CSV"),
      await save("As a Word document"),
    ];
    expect((await bytesOf(markdown)).toString()).toBe(
      `# The ${word}\n\n| Seed | Taste |\n|---|---|\n| black | =hot |\n`,
    );
    expect((await bytesOf(table)).toString()).toBe("\ufeffSeed,Taste\r\nblack,'=hot\r\n");
    expect(Object.keys(unzipSync(await bytesOf(document)))).toContain("word/document.xml");
    await expect.poll(() => chat.notices.filter({ hasText: "It is also among your files." }).count()).toBe(3);

    const dialog = await openFiles(chat);
    const items = dialog.getByRole("listitem").filter({ hasText: word });
    await expect.poll(() => items.count()).toBe(3);
    await expect.poll(() => items.getByRole("link").count()).toBe(3);
  });

  it("takes the menu of formats along when the conversation makes room for a notice", async () => {
    const chat = await openChat();
    const reply = await chat.ask("/tokens 1500 5000");
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await chat.page.route("**/api/files", async (route) => {
      await released;
      await route.continue();
    });
    const opener = reply.getByRole("button", { name: "Save as…" });
    await opener.click();
    await download(chat, () => chat.choose("As Markdown"));
    await opener.click();
    const item = chat.page.getByRole("menuitem", { name: "As Markdown" });
    await item.and(chat.page.locator(":focus")).waitFor();
    const topOf = (view: Locator) => view.evaluate((element) => element.getBoundingClientRect().top);
    const before = await topOf(opener);
    const distance = async () => (await topOf(item)) - (await topOf(opener));
    const shown = await distance();
    release();
    await chat.notices.filter({ hasText: "It is also among your files." }).waitFor();
    await expect.poll(() => topOf(opener)).toBeLessThan(before);
    await expect.poll(distance).toBe(shown);
    expect(await item.and(chat.page.locator(":focus")).count()).toBe(1);
  });
});
