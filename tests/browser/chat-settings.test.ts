import { describe, expect, inject, it } from "vitest";
import type { Conversation } from "../../runtime/contract/conversation";
import { ApiClient } from "../local/api-client";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";
import { type ChatPage, textOf } from "./chat-page";

const openChat = chatBrowser();
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

async function openSettings(chat: ChatPage, current = "Settings of this chat") {
  await chat.button(current).click();
  const panel = chat.page.getByRole("dialog", { name: "Settings of this chat" });
  await panel.waitFor();
  return panel;
}

/** As the server has it. */
async function stored(chat: ChatPage): Promise<Conversation["settings"]> {
  const id = chat.path().replace("/c/", "");
  const client = new ApiClient(inject("outputs"));
  return (await client.request<Conversation>("GET", `/conversations/${id}`)).body.settings;
}

describe("The settings of a chat", () => {
  it("come from a preset, go with the turn, and stay with the conversation", async () => {
    const chat = await openChat();
    const panel = await openSettings(chat);
    await panel.getByLabel("Preset", { exact: true }).selectOption("Outline");
    const system = await panel.getByLabel("System prompt").inputValue();
    await panel.getByLabel("Longest reply, in tokens").fill("3");
    await chat.page.keyboard.press("Escape");
    await chat.button("Settings of this chat: Outline (changed)").waitFor();

    const reply = await chat.ask("/tokens 100");
    await reply.getByText("The reply reached its length limit.").waitFor();
    expect(await stored(chat)).toMatchObject({ system, maxTokens: 3 });
    await chat.page.reload();
    await chat.button("Settings of this chat: Outline (changed)").waitFor();
  });

  it("change and clear in a chat that has begun, at once", async () => {
    const chat = await openChat();
    await chat.ask("/echo hello");
    let panel = await openSettings(chat);
    await panel.getByRole("textbox", { name: "Temperature" }).fill("0,3");
    await chat.page.keyboard.press("Escape");
    await expect.poll(() => stored(chat)).toEqual({ temperature: 0.3 });
    panel = await openSettings(chat, "Settings of this chat: Own settings");
    await panel.getByRole("button", { name: "Reset", exact: true }).click();
    await expect.poll(() => stored(chat)).toBeUndefined();
  });

  it("reach the model: it is told the system prompt of the preset, and then one's own", async () => {
    const chat = await openChat();
    let panel = await openSettings(chat);
    await panel.getByLabel("Preset", { exact: true }).selectOption("Outline");
    const system = await panel.getByLabel("System prompt").inputValue();
    await chat.page.keyboard.press("Escape");
    expect(await textOf(await chat.ask("/system"))).toBe(system);

    panel = await openSettings(chat, "Settings of this chat: Outline");
    await panel.getByLabel("System prompt").fill("Answer in rhymes.");
    await chat.page.keyboard.press("Escape");
    await expect.poll(() => stored(chat)).toMatchObject({ system: "Answer in rhymes." });
    expect(await textOf(await chat.ask("/system"))).toBe("Answer in rhymes.");
  });

  it("that cannot be are said at their field and never sent", async () => {
    const chat = await openChat();
    await chat.ask("/echo hello");
    const panel = await openSettings(chat);
    await panel.getByLabel("Longest reply, in tokens").fill("0");
    await panel.getByText("A whole number from 1 to 15,872.").waitFor();
    await panel.getByRole("textbox", { name: "Temperature" }).fill("3");
    await panel.getByText("A number from 0 to 2.").waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await chat.page.keyboard.press("Escape");
    await chat.ask("/echo again");
    expect(await stored(chat)).toBeUndefined();
  });

  it("lie at the bottom of a phone, as wide as it is", async () => {
    const chat = await openChat(phone);
    const panel = await openSettings(chat);
    await panel.evaluate((one) => Promise.all(one.getAnimations().map(({ finished }) => finished)));
    const { x, y, width, height } = (await panel.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    expect([x, width, Math.round(y + height)]).toEqual([0, 390, 844]);
    expect(await axeViolations(chat.page)).toEqual([]);
  });
});
