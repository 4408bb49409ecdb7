import { describe, expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";
import { type ChatPage, textOf } from "./chat-page";
import { kept } from "./kept";

const openChat = chatBrowser();

/** A page keeps things when it has nothing better to do. */
const slowly = { timeout: 15_000 };

/** Resolves when the chat that is open is kept, with that word in it. */
async function keptWith(chat: ChatPage, word: string): Promise<void> {
  const messages = `/api${chat.path().replace("/c/", "/conversations/")}/messages`;
  await expect.poll(() => kept(chat, messages), slowly).toContain(word);
}

async function goOffline(chat: ChatPage): Promise<void> {
  chat.expectProblem(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  await chat.page.context().setOffline(true);
}

describe("Without a network", () => {
  it("the page opens, with the list and what was read last, and says that it may be old", async () => {
    const word = uniqueWord("lovage");
    const chat = await openChat({ serviceWorkers: "allow" });
    await chat.ask(`/echo ${word} **twice**`);
    const path = chat.path();
    await keptWith(chat, word);
    await expect.poll(() => kept(chat, "/api/conversations"), slowly).toContain(word);

    await goOffline(chat);
    await chat.page.goto("/");
    await chat.page.getByText("Offline. What you see here may be out of date.").waitFor();
    await chat.link(word).click();
    await chat.ended(chat.replies);
    expect(await textOf(chat.replies)).toBe(`${word} twice`);
    expect(chat.path()).toBe(path);

    await chat.page.context().setOffline(false);
    await chat.page.reload();
    await chat.ended(chat.replies);
    expect(await chat.page.getByText("Offline.").count()).toBe(0);
  });

  it("a chat that was shown as it was kept goes on when the network is back", async () => {
    const word = uniqueWord("borage");
    const chat = await openChat({ serviceWorkers: "allow" });
    await chat.ask(`/echo ${word}`);
    const path = chat.path();
    await keptWith(chat, word);
    await goOffline(chat);
    await chat.page.reload();
    await chat.reached(chat.replies, word);

    const elsewhere = await openChat({ path });
    await elsewhere.ended(elsewhere.replies);
    await elsewhere.ask("/echo from elsewhere");
    await chat.page.context().setOffline(false);
    await chat.ended(chat.replies.nth(1));
    expect(await textOf(chat.replies.nth(1))).toBe("from elsewhere");
  });

  it("what is written stays, and sending says why it cannot", async () => {
    const chat = await openChat({ serviceWorkers: "allow" });
    await chat.ask("/echo before");
    await keptWith(chat, "before");
    await expect.poll(() => kept(chat, "/"), slowly).toContain("<title>");
    await goOffline(chat);
    await chat.page.reload();
    await chat.write("/echo later");
    await chat.box.press("Enter");
    await chat.notices.filter({ hasText: "No connection" }).waitFor();
    expect(await chat.box.inputValue()).toBe("/echo later");
  });
});
