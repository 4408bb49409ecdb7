import { describe, expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";

const openChat = chatBrowser();

describe("A deleted conversation", () => {
  it("comes back with Undo", async () => {
    const word = uniqueWord("sorrel");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    await chat.act(`/echo ${word}`, "Delete");
    await chat.link(word).waitFor({ state: "detached" });
    expect(chat.path()).toBe("/");
    await chat.notices.filter({ hasText: word }).getByRole("button", { name: "Undo" }).click();
    await chat.link(word).click();
    await chat.reached(chat.replies, word);
    expect(await chat.notices.count()).toBe(0);
  });

  it("is gone for good when the offer to undo has passed", async () => {
    const word = uniqueWord("lovage");
    const chat = await openChat();
    await chat.page.clock.install();
    await chat.ask(`/echo ${word}`);
    const path = chat.path();
    await chat.act(`/echo ${word}`, "Delete");
    await chat.notices.filter({ hasText: word }).waitFor();

    const deleted = chat.page.waitForResponse((answer) => answer.request().method() === "DELETE");
    await chat.page.clock.fastForward(11_000);
    expect((await deleted).status()).toBe(204);
    await chat.notices.filter({ hasText: word }).waitFor({ state: "detached" });
    chat.expectProblem(/status of 404 .*\/api\/conversations\//);
    await chat.page.goto(path);
    await chat.page.getByText("There is no such chat, or it is not yours.").waitFor();
    expect(await chat.link(word).count()).toBe(0);
  });

  it("is gone for good when the page is left", async () => {
    const word = uniqueWord("savory");
    const chat = await openChat();
    await chat.ask(`/echo ${word}`);
    const id = chat.path().slice("/c/".length);
    await chat.act(`/echo ${word}`, "Delete");
    await chat.notices.filter({ hasText: word }).waitFor();
    await chat.page.goto("about:blank");
    const status = async () => (await chat.page.request.get(`/api/conversations/${id}`)).status();
    await expect.poll(status, { timeout: 10_000 }).toBe(404);
  });
});
