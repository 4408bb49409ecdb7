import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JSHandle, Page } from "playwright-core";
import { afterAll, describe, expect, inject, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();
const largest = 26_214_400;
// Large files lie on disk: to hand over their bytes takes longer than to upload them.
const folder = mkdtempSync(path.join(tmpdir(), "parley-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const onDisk = (name: string, bytes: Buffer) => {
  writeFileSync(path.join(folder, name), bytes);
  return path.join(folder, name);
};

const text = (name: string, content: string) => ({
  name,
  mimeType: "text/plain",
  buffer: Buffer.from(content),
});

const chosen = ({ page }: ChatPage) => page.locator(".composer input[type=file]");
const chips = ({ page }: ChatPage) =>
  page.getByRole("list", { name: "Attached files" }).getByRole("listitem");
const ready = (chat: ChatPage) => chips(chat).and(chat.page.locator("[data-state=ready]"));

/** What the browser saves when one presses a file. */
async function downloaded({ page }: ChatPage, name: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    // Uploads of tests before may have the same name.
    page
      .getByRole("button", { name: `Download “${name}”` })
      .first()
      .click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** A file as it comes from outside of the page, which a test cannot drag or copy. */
function transferOf(page: Page, name: string, type: string, content: string): Promise<JSHandle> {
  return page.evaluateHandle(
    `(() => {
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}, { type: ${JSON.stringify(type)} }));
      return data;
    })()`,
  );
}

describe("A file", () => {
  it(
    "of 25 MB and an empty one go up and come back byte for byte, and stay with the draft",
    {
      timeout: 60_000,
    },
    async () => {
      const chat = await openChat();
      const bytes = randomBytes(largest);
      const name = "Übersicht ملف.bin";
      await chosen(chat).setInputFiles([onDisk(name, bytes), onDisk("empty.txt", Buffer.alloc(0))]);
      await expect.poll(() => ready(chat).count()).toBe(2);
      expect(await axeViolations(chat.page)).toEqual([]);
      await chat.page.reload();
      await expect.poll(() => ready(chat).count()).toBe(2);

      const settings = await chat.openDialog("Settings");
      await settings.getByRole("button", { name: "Files", exact: true }).click();
      const large = await downloaded(chat, name);
      expect([large.name, large.bytes.equals(bytes)]).toEqual([name, true]);
      expect(await downloaded(chat, "empty.txt")).toEqual({ name: "empty.txt", bytes: Buffer.alloc(0) });
      await chat.page.keyboard.press("Escape");

      // Taken off, it is nowhere any more.
      const [answer] = await Promise.all([
        chat.page.waitForResponse((response) => response.request().method() === "DELETE"),
        chat.button(`Remove “${name}”`).click(),
      ]);
      expect(answer.status()).toBe(204);
      await expect.poll(() => ready(chat).count()).toBe(1);
    },
  );

  it("that is dropped anywhere on the chat is attached, after its place was shown", async () => {
    const chat = await openChat();
    const dataTransfer = await transferOf(chat.page, "notes.md", "text/markdown", "# Notes");
    const overPage = async () => {
      await chat.page.locator(".main").dispatchEvent("dragover", { dataTransfer });
      return chat.page.locator(".drop-place").allInnerTexts();
    };
    await expect.poll(overPage).toEqual(["Drop the files here\n10 at most, 25 MB each"]);
    await chat.page.locator(".main").dispatchEvent("drop", { dataTransfer });
    await ready(chat).filter({ hasText: "notes.md" }).waitFor();
    expect(await chat.page.locator(".drop-place").count()).toBe(0);
  });

  it("is made of a long text that is pasted, and becomes text again", async () => {
    const chat = await openChat();
    const long = "word ".repeat(2_001);
    const paste = () =>
      chat.box.evaluate((box, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", pasted);
        const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
        return box.dispatchEvent(event);
      }, long);
    await chat.write("Look: ");
    await expect.poll(paste).toBe(false);
    await ready(chat).filter({ hasText: "Pasted text.txt" }).first().waitFor();
    await chat.notices.filter({ hasText: "The long text was attached as a file." }).waitFor();
    await chat.button("Paste as text").click();
    await expect.poll(() => chat.box.inputValue()).toBe(`Look: ${long}`);
    expect(await chips(chat).count()).toBe(0);
  });

  it("that could not be uploaded holds the message back, and goes with it when it is tried again", async () => {
    const chat = await openChat();
    chat.expectProblem(/net::ERR_FAILED/);
    let isAway = true;
    await chat.page.route(`${inject("outputs").awsEndpoint}/**`, (route) =>
      isAway ? route.abort() : route.continue(),
    );
    await chosen(chat).setInputFiles(text("lost.txt", "Here after all"));
    const failed = chips(chat).and(chat.page.locator("[data-state=failed]"));
    await failed.getByText("There is no connection.").waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.write("/echo it is here");
    await chat.box.press("Enter");
    await chat.notices.filter({ hasText: "Some files were not uploaded." }).waitFor();
    expect(await chat.box.inputValue()).toBe("/echo it is here");

    isAway = false;
    await failed.getByRole("button", { name: "Upload “lost.txt” again" }).click();
    await ready(chat).waitFor();
    await chat.ask("/echo it is here");
    const { bytes } = await downloaded(chat, "lost.txt");
    expect(bytes.toString()).toBe("Here after all");
  });

  it("that is too large, or an image where the model sees none, is refused before anything is sent", async () => {
    const chat = await openChat({ viewport: { width: 320, height: 640 } });
    let asked = 0;
    await chat.page.route("**/api/files", (route) => {
      asked += 1;
      return route.continue();
    });
    const big = onDisk("big.bin", Buffer.alloc(0));
    truncateSync(big, 31_457_280);
    await chosen(chat).setInputFiles([big, onDisk("cat.png", Buffer.from("no picture"))]);
    await chat.notices.filter({ hasText: "“big.bin” has 30 MB; a file may have 25 MB." }).waitFor();
    await chat.notices
      .filter({ hasText: "“cat.png” is an image; the model here reads text only." })
      .waitFor();
    expect([asked, await chips(chat).count()]).toEqual([0, 0]);
  });
});
