import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StackProcess, startStackProcess, temporaryFolder } from "../local/stack-process";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";
import { kept, keptReads } from "./kept";

const openChat = chatBrowser();

/** A page keeps things when it has nothing better to do. */
const slowly = { timeout: 15_000 };

const folder = temporaryFolder();
let stack: StackProcess;
beforeAll(async () => {
  stack = await startStackProcess(folder.dataDir, { args: ["--auth"] });
});
afterAll(async () => {
  await stack.stop();
  folder.remove();
});

/** Somebody who is in, with a conversation that could be read offline. */
async function openWithKeptChat(): Promise<ChatPage> {
  const chat = await openChat({ serviceWorkers: "allow", chatUrl: stack.outputs.chatUrl });
  await chat.page.getByLabel("API key").fill(stack.outputs.apiKey);
  await chat.page.getByRole("button", { name: "Sign in" }).click();
  await chat.ask("/echo for my eyes only");
  const path = `/api${chat.path().replace("/c/", "/conversations/")}/messages`;
  await expect.poll(() => kept(chat, path), slowly).toContain("for my eyes only");
  return chat;
}

describe("What is kept for reading offline, and what is written, is gone", () => {
  it("after signing out", async () => {
    const chat = await openWithKeptChat();
    await chat.write("for nobody else");
    await chat.button("Sign out").click();
    await chat.page.getByLabel("API key").waitFor();
    expect(await chat.page.evaluate<string>("JSON.stringify(localStorage)")).not.toContain("nobody");
    await expect.poll(() => keptReads(chat), slowly).toEqual([]);
    chat.expectProblem(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
    await chat.page.context().setOffline(true);
    await chat.page.goto("/");
    await chat.page.getByText("Could not load your chats.").waitFor();
    expect(await chat.page.getByText("for my eyes only").count()).toBe(0);
  });

  it("when the session has ended and the page is opened again", async () => {
    const chat = await openWithKeptChat();
    await chat.page.context().clearCookies();
    await chat.page.reload();
    await chat.page.getByLabel("API key").waitFor();
    await expect.poll(() => keptReads(chat), slowly).toEqual([]);
  });
});
