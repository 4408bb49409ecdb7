import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import type { ChatRequest } from "../../runtime/contract/chat";
import { axeViolations } from "./axe";
import { type OpenOptions, chatBrowser, uniqueWord } from "./browser";
import { type ChatPage, textOf } from "./chat-page";

const openChat = chatBrowser();

const note = "This chat is not stored: it is gone when you leave it.";
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function openTemporaryChat(options?: OpenOptions): Promise<ChatPage> {
  const chat = await openChat(options);
  await chat.button("Temporary chat").click();
  await chat.page.getByText(note).waitFor();
  return chat;
}

/** The turns that the page asks for from now on. */
function askedTurns(page: Page): ChatRequest[] {
  const turns: ChatRequest[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/chat")) turns.push(request.postDataJSON() as ChatRequest);
  });
  return turns;
}

/** All that this browser has kept for the page, and what the server lists. */
async function keptAnywhere({ page }: ChatPage): Promise<string> {
  const inBrowser = await page.evaluate<string>(`(async () => {
    const databases = await indexedDB.databases();
    const caches = await Promise.all((await globalThis.caches.keys()).map((name) => globalThis.caches.open(name)));
    const requests = await Promise.all(caches.map(async (cache) => [cache, await cache.keys()]));
    const reads = requests.flatMap(([cache, keys]) =>
      keys.filter(({ url }) => url.includes("/api/")).map(async (key) => key.url + (await (await cache.match(key)).text())),
    );
    const stores = [{ ...localStorage }, { ...sessionStorage }, databases, await Promise.all(reads)];
    return JSON.stringify([...stores, location.href, document.cookie]);
  })()`);
  const listed = await page.request.get("/api/conversations?limit=100");
  return inBrowser + (await listed.text());
}

describe("A temporary chat", () => {
  it("is held like any other, and nothing of it is kept anywhere", async () => {
    const word = uniqueWord("saffron");
    const chat = await openTemporaryChat({ serviceWorkers: "allow" });
    await chat.page.evaluate("navigator.serviceWorker.ready.then(() => undefined)");
    const turns = askedTurns(chat.page);
    await chat.ask(`/echo ${word}`);
    const reply = await chat.ask("/echo and more");
    expect(await textOf(reply)).toBe("and more");
    expect(turns.map(({ message, store, history }) => ({ message, store, history }))).toEqual([
      { message: `/echo ${word}`, store: false, history: [] },
      {
        message: "/echo and more",
        store: false,
        history: [
          { role: "user", text: `/echo ${word}` },
          { role: "assistant", text: word },
        ],
      },
    ]);
    await chat.write(`${word} again`);
    expect(await axeViolations(chat.page)).toEqual([]);

    expect([chat.path(), await chat.page.title()]).toEqual(["/", "Temporary chat · Parley"]);
    expect(await chat.link(word).count()).toBe(0);
    expect(await chat.button("Good reply").count()).toBe(0);
    expect(await keptAnywhere(chat)).not.toContain(word);

    await chat.page.reload();
    await chat.page.getByRole("heading", { name: "What shall we outline?" }).waitFor();
    expect([await chat.replies.count(), await chat.box.inputValue()]).toEqual([0, ""]);
    // What is kept of another chat is found in the same places.
    const other = uniqueWord("sorrel");
    await chat.write(other);
    expect(await keptAnywhere(chat)).toContain(other);
    await chat.ask(`/echo ${other}`);
    await chat.link(other).waitFor();
  });

  it("says before anything is written that nothing of it is stored", async () => {
    const chat = await openChat();
    await chat.page.getByText("Every conversation stays there.").waitFor();
    await chat.button("Temporary chat").click();
    await chat.page.getByText("No word of this chat is kept there.").waitFor();
    expect(await chat.page.getByText("Every conversation stays").count()).toBe(0);
    expect(await chat.button("Actions for this chat").count()).toBe(0);
  });

  it("can be copied and exported, which is the only way to keep it", async () => {
    const chat = await openTemporaryChat({ permissions: ["clipboard-read", "clipboard-write"] });
    await chat.ask("/echo **saffron**");
    await chat.button("Actions for this chat").click();
    await chat.page.getByRole("menu").waitFor();
    expect(await chat.page.getByRole("menuitem").allTextContents()).toEqual(
      ["Copy conversation", "Export as Markdown", "Export as JSON"].map((label) =>
        expect.stringContaining(label),
      ),
    );
    await chat.choose("Copy conversation");
    await chat.notices.getByText("Conversation copied").waitFor();
    const copied = await chat.page.evaluate<string>("navigator.clipboard.readText()");
    expect(copied).toMatch(/^# \/echo saffron\n\n.*\n\n---\n\n\*\*You\*\* · [^]*\*\*saffron\*\*\n$/);

    await chat.button("Actions for this chat").click();
    const saved = chat.page.waitForEvent("download");
    await chat.choose("Export as JSON");
    const file = await (await saved).path();
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({
      format: "parley-conversations",
      conversations: [
        {
          title: "/echo saffron",
          messages: [
            { role: "user", text: "/echo **saffron**" },
            { role: "assistant", text: "**saffron**", status: "complete" },
          ],
        },
      ],
    });
  });

  it("is edited and made again out of what the page has", async () => {
    const chat = await openTemporaryChat();
    await chat.ask("/echo one");
    await chat.button("Try another reply").click();
    await chat.page.getByText("2/2").waitFor();
    await chat.ended(chat.replies);
    await chat.button("Take back the last turn").click();
    await expect.poll(() => chat.box.inputValue()).toBe("/echo one");
    expect(await chat.replies.count()).toBe(0);
  });

  it("keeps what was written when it is stopped, and ends where it is left", async () => {
    const chat = await openTemporaryChat();
    const reply = await chat.send("/tokens 2000 50");
    await chat.reached(reply, "word10 ");
    await chat.stopButton.click();
    await chat.ended(reply, "stopped");
    await chat.button("Temporary chat").click();
    await chat.page.getByText(note).waitFor({ state: "detached" });
    expect([await chat.replies.count(), await chat.notices.count()]).toEqual([0, 0]);
  });

  it("that is left in the middle of a reply can be gone back to", async () => {
    const chat = await openTemporaryChat();
    const reply = await chat.send("/tokens 300 40");
    await chat.reached(reply, "word5 ");
    await chat.button("New chat").click();
    await expect.poll(() => chat.replies.count()).toBe(0);
    await chat.notices
      .filter({ hasText: "Temporary chat ended" })
      .getByRole("button", { name: "Undo" })
      .click();
    await chat.page.getByText(note).waitFor();
    await chat.ended(chat.replies);
    await chat.reached(chat.replies, "word300");
  });

  it("is asked about by the browser when the page goes away in the middle of a reply", async () => {
    const chat = await openTemporaryChat();
    const reply = await chat.send("/tokens 2000 50");
    await chat.reached(reply, "word5 ");
    // Asked, the test says that it stays.
    chat.expectProblem(/^dialog: $/);
    const asked = chat.page.waitForEvent("dialog");
    void chat.page.evaluate("location.reload()");
    expect((await asked).type()).toBe("beforeunload");
    await chat.stopButton.click();
    await chat.ended(reply, "stopped");
  });

  it("fits on a phone, with its switch", async () => {
    const chat = await openTemporaryChat(phone);
    expect(await chat.button("Temporary chat").getAttribute("aria-pressed")).toBe("true");
    await chat.ask("/echo small");
    const overhang = await chat.page.locator("html").evaluate((root) => root.scrollWidth - root.clientWidth);
    expect(overhang).toBe(0);
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.button("Temporary chat").tap();
    expect(await chat.button("Temporary chat").getAttribute("aria-pressed")).toBe("false");
  });
});
