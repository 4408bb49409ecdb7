import { describe, expect, inject, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();
const { invokeUrl } = inject("outputs");

async function openKeys(chat: ChatPage) {
  const settings = await chat.openDialog("Settings");
  await settings.getByRole("button", { name: "API keys" }).click();
  const dialog = chat.page.getByRole("dialog", { name: "API keys" });
  await dialog.getByRole("listitem").first().waitFor();
  return dialog;
}

const callWith = async (key: string) =>
  (await fetch(`${invokeUrl}/me`, { headers: { authorization: `Bearer ${key}` } })).status;

describe.each([
  ["desk", { width: 1280, height: 800 }],
  ["phone", { width: 390, height: 844 }],
])("API keys on a %s", (_, viewport) => {
  it("are made, copied, used and revoked, without a fault that axe-core finds", async () => {
    const name = uniqueWord("Report ");
    const chat = await openChat({ viewport, permissions: ["clipboard-read", "clipboard-write"] });
    const dialog = await openKeys(chat);
    const item = dialog.getByRole("listitem").filter({ hasText: name });
    await dialog.getByLabel("Name of the new key").fill(name);
    await chat.page.keyboard.press("Enter");
    const made = dialog.getByRole("region", { name: `New key “${name}”` });
    await made.getByText("It is not stored, and is never shown again.").waitFor();
    await made.and(chat.page.locator(":focus")).waitFor();
    await made.getByRole("button", { name: "Copy key" }).click();
    const key = await chat.page.evaluate<string>("navigator.clipboard.readText()");
    expect(key).toMatch(/^pk_[\w-]{43}$/);
    expect(await callWith(key)).toBe(200);
    expect(await item.innerText()).toContain(`…${key.slice(-4)}`);
    expect(await item.innerText()).toContain("Never used");
    expect(await axeViolations(chat.page)).toEqual([]);

    await chat.page.keyboard.press("Escape");
    await openKeys(chat);
    expect(await dialog.innerText()).not.toContain(key);
    await item.getByText(/^Last used /).waitFor();
    await item.getByRole("button", { name: `Revoke “${name}”` }).click();
    await item.getByText("Scripts and sessions with this key end within a minute.").waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
    await item.getByRole("button", { name: "Cancel" }).click();
    await item.getByRole("button", { name: `Revoke “${name}”` }).click();
    await item.getByRole("button", { name: "Revoke key" }).click();
    await item.waitFor({ state: "detached" });
  });
});

describe("An admin", () => {
  it("makes a key for somebody else, and sees whose it is; the stack's own stays", async () => {
    const owner = uniqueWord("ann-");
    const chat = await openChat();
    const dialog = await openKeys(chat);
    const whose = dialog.getByLabel("Whose it is");
    await dialog.getByLabel("Name of the new key").fill("Laptop");
    await whose.fill("Ann B");
    await chat.page.keyboard.press("Enter");
    await dialog.getByText("Use lower-case letters").waitFor();
    await whose.fill(owner);
    await chat.page.keyboard.press("Enter");
    await dialog.getByRole("listitem").filter({ hasText: owner }).waitFor();
    const first = dialog.getByRole("listitem").filter({ hasText: "The stack’s first key" });
    expect(await first.getByRole("button").count()).toBe(0);
  });
});
