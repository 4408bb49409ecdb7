import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("axe-core finds nothing wrong, light or dark, with", () => {
  it("the empty chat", async () => {
    const { page } = await openChat();
    await page.getByRole("heading", { name: "What shall we outline?" }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it.for(["Settings", "Use via API"] as const)("the dialog %s", async (name) => {
    const chat = await openChat();
    await chat.openDialog(name);
    expect(await axeViolations(chat.page)).toEqual([]);
  });

  it("replies that run, are complete, failed, thought about", async () => {
    const chat = await openChat();
    await chat.ask("/markdown");
    await chat.ask("/think bread");
    await chat.replies.getByText("Thought for").click();
    await chat.ended(await chat.send("/fail 3"), "failed");
    const reply = await chat.send("/tokens 2000 50");
    await chat.reached(reply, "word5 ");
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.stopButton.click();
    await chat.ended(reply, "stopped");
  });

  it("the drawer of a phone, and a notice", async () => {
    const chat = await openChat({ viewport: { width: 390, height: 844 } });
    await chat.ask("/echo hello");
    await chat.button("Show conversations").click();
    await chat.sidebar.waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.sidebar.getByRole("button", { name: "Actions for “/echo hello”" }).first().click();
    await chat.page.getByRole("menu").waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.choose("Delete");
    await chat.notices.waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.notices.getByRole("button", { name: "Undo" }).click();
  });
});
