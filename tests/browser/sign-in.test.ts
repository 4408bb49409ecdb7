import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StackProcess, startStackProcess, temporaryFolder } from "../local/stack-process";
import { axeViolations } from "./axe";
import { type OpenOptions, chatBrowser } from "./browser";
import { type ChatPage, textOf } from "./chat-page";

const openChat = chatBrowser();

const folder = temporaryFolder();
let stack: StackProcess;
beforeAll(async () => {
  stack = await startStackProcess(folder.dataDir, { args: ["--auth"] });
});
afterAll(async () => {
  await stack.stop();
  folder.remove();
});

async function openSignedOut(options: OpenOptions = {}): Promise<ChatPage> {
  const chat = await openChat({ ...options, chatUrl: stack.outputs.chatUrl });
  await chat.page.getByLabel("API key").waitFor();
  return chat;
}

async function signIn({ page }: ChatPage, key = stack.outputs.apiKey): Promise<void> {
  await page.getByLabel("API key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
}

describe("A chat with sign-in", () => {
  it("asks for a key, refuses a wrong one and lets in with the right one", async () => {
    const chat = await openSignedOut();
    expect(chat.path()).toBe("/sign-in");
    await signIn(chat, "not-the-key");
    await chat.page.getByRole("alert").getByText("This key is not valid.").waitFor();
    chat.expectProblem(/status of 401 .*\/sign-in/);
    expect(await chat.page.getByLabel("API key").getAttribute("aria-invalid")).toBe("true");
    expect(await chat.page.context().cookies()).toEqual([]);

    await signIn(chat);
    await chat.page.getByRole("heading", { name: "What shall we outline?" }).waitFor();
    expect(await textOf(await chat.ask("/echo inside"))).toBe("inside");
  });

  it("leads back to the conversation that was asked for", async () => {
    const chat = await openSignedOut();
    await signIn(chat);
    await chat.ask("/echo a link to share");
    const other = await openSignedOut({ path: chat.path() });
    await signIn(other);
    await other.reached(other.replies, "a link to share");
    expect(other.path()).toBe(chat.path());
  });

  it("keeps its session where no script and no other site gets at it", async () => {
    const chat = await openSignedOut();
    await signIn(chat);
    await chat.box.waitFor();
    const cookies = await chat.page.context().cookies();
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: "Lax", path: "/" }]);
    expect(cookies[0]?.value).not.toContain(stack.outputs.apiKey);
    expect(await chat.page.evaluate("document.cookie")).toBe("");
  });

  it("lets nobody in after signing out", async () => {
    const chat = await openSignedOut();
    await signIn(chat);
    await chat.ask("/echo soon gone");
    const path = chat.path();
    await chat.button("Sign out").click();
    await chat.page.getByLabel("API key").waitFor();
    await chat.page.goto(path);
    expect(chat.path()).toBe("/sign-in");
    expect((await chat.page.request.get("/api/conversations")).status()).toBe(401);
  });

  it("leads to the sign-in page when the session ends meanwhile", async () => {
    const chat = await openSignedOut();
    await signIn(chat);
    await chat.ask("/echo before");
    chat.expectProblem(/status of 401 .*\/api\/chat/);
    await chat.page.context().clearCookies();
    await chat.write("/echo not lost");
    await chat.box.press("Enter");
    await chat.page.getByLabel("API key").waitFor();
    await signIn(chat);
    await expect.poll(() => chat.box.inputValue()).toBe("/echo not lost");
  });

  it("has a sign-in page that axe-core finds nothing wrong with, light or dark", async () => {
    const chat = await openSignedOut();
    expect(await axeViolations(chat.page)).toEqual([]);
    await signIn(chat, "not-the-key");
    await chat.page.getByRole("alert").waitFor();
    chat.expectProblem(/status of 401 .*\/sign-in/);
    expect(await axeViolations(chat.page)).toEqual([]);
  });
});
