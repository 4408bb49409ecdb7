import { describe, expect, it } from "vitest";
import type { Conversation } from "../../runtime/contract/conversation";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";
import { corpusPayloads, importOf, turnsWith } from "./hostile-corpus";
import { stateOf, strangersIn, trapScripts } from "./inert";

const openChat = chatBrowser();

// So few that all of them are on the page at once.
const perConversation = 6;

/** Without the page's content security policy, and so high that all messages are on the page at once. */
async function openTrapped(): Promise<ChatPage> {
  const chat = await openChat({ bypassCSP: true, viewport: { width: 1_000, height: 12_000 } });
  await trapScripts(chat.page);
  await chat.page.reload();
  return chat;
}

/** Where the page asks for something, ids aside. */
function watchRequests(chat: ChatPage): Set<string> {
  const paths = new Set<string>();
  chat.page.on("request", (request) => {
    paths.add(new URL(request.url()).pathname.replaceAll(/[0-7][0-9A-HJKMNP-TV-Z]{25}/g, "id"));
  });
  return paths;
}

/** Brings a conversation in and opens it; resolves when all of it is shown. */
async function openImport(chat: ChatPage, title: string, turns: [string, string][]): Promise<void> {
  const answer = await chat.page.request.post("/api/conversations", { data: importOf(title, turns) });
  expect(answer.status()).toBe(201);
  const { id } = (await answer.json()) as Conversation;
  // As Back does it: the page is not loaded anew, so what one conversation left behind is there in all that follow.
  await chat.page.evaluate(
    `history.pushState(null, "", "/c/${id}"); dispatchEvent(new PopStateEvent("popstate"))`,
  );
  await expect.poll(() => chat.page.locator("h1").first().textContent()).toBe(title.slice(0, 200));
  const last = chat.replies.nth(turns.length - 1);
  await last.locator(".katex").waitFor();
  await last.locator(".hljs-keyword").waitFor();
  expect(await chat.mine.locator("p").allTextContents()).toEqual(turns.map(([asked]) => asked));
  expect(chat.path()).toBe(`/c/${id}`);
}

describe("A published corpus of script injections", () => {
  it("is inert wherever a message can hold it, and in titles", { timeout: 240_000 }, async () => {
    const payloads = corpusPayloads();
    expect(payloads.length).toBe(410);
    const word = uniqueWord("nasturtium");
    const chat = await openTrapped();
    const asked = watchRequests(chat);
    await openImport(
      chat,
      `${word} plain`,
      turnsWith(Array.from({ length: perConversation }, () => "words")),
    );
    // The last that the page fetches by itself, when it has nothing else to do.
    await expect.poll(() => [...asked]).toContainEqual(expect.stringMatching(/^\/assets\/later-/));
    const plain = { ...(await stateOf(chat.page)), asked: [...asked] };
    expect(await strangersIn(chat.page)).toEqual([]);

    for (let from = 0; from < payloads.length; from += perConversation) {
      const some = payloads.slice(from, from + perConversation);
      const title = `${word} ${some.join(" ")}`;
      await openImport(chat, title, turnsWith(some));
      expect(await strangersIn(chat.page)).toEqual([]);
      const { ran, globals, outline } = await stateOf(chat.page);
      expect(ran).toEqual([]);
      expect(globals).toEqual(plain.globals);
      expect(outline).toEqual(plain.outline);
      expect([...asked].filter((path) => !plain.asked.includes(path))).toEqual([]);
      expect(chat.page.frames().length).toBe(1);
      expect(chat.page.context().pages().length).toBe(1);
    }
  });
});
