import { describe, expect, it } from "vitest";
import type { Message } from "../../runtime/contract/message";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="32" height="24"><rect width="9" height="9"/></svg>`;

/**
 * Opens a chat whose message was sent with so many images, which the demo model takes none of. Answers whose links
 * were asked for; those that match `dead` are of no use.
 */
async function openWithImages(chat: ChatPage, count: number, dead = /^$/): Promise<string[]> {
  const files = Array.from({ length: count }, (_, index) => ({
    id: `f${index + 1}`,
    name: `photo ${index + 1}.png`,
    type: "image/png",
    size: 900,
  }));
  const asked: string[] = [];
  await chat.page.route("**/api/conversations/*/messages*", async (route) => {
    const response = await route.fetch();
    const page = (await response.json()) as { messages: Message[] };
    const messages = page.messages.map((message) =>
      message.role === "user" ? { ...message, files } : message,
    );
    await route.fulfill({ response, json: { ...page, messages } });
  });
  await chat.page.route("**/api/files/*", (route) => {
    const id = new URL(route.request().url()).pathname.split("/").at(-1) ?? "";
    asked.push(id);
    const url = `/pictures/${id}?${asked.filter((before) => before === id).length}`;
    return route.fulfill({ json: { ...files[0], id, createdAt: "2026-03-14T12:00:00.000Z", url } });
  });
  await chat.page.route("**/pictures/*", (route) =>
    route.fulfill(
      dead.test(route.request().url()) ? { status: 403 } : { contentType: "image/svg+xml", body: picture },
    ),
  );
  await chat.ask("/echo What is on these?");
  await chat.page.reload();
  await chip(chat, 1).waitFor();
  return asked;
}

const chip = (chat: ChatPage, number: number) => chat.button(`Download “photo ${number}.png”`);

/** How wide the picture in a chip is by itself; 0 while it is not there. */
const widthOf = (chat: ChatPage, number: number) =>
  chip(chat, number).evaluate((button) => button.querySelector("img")?.naturalWidth ?? 0);

describe("A sent image", () => {
  it("is fetched when one comes near it", async () => {
    const chat = await openChat({ viewport: { width: 360, height: 500 } });
    const asked = await openWithImages(chat, 60);
    await expect.poll(() => widthOf(chat, 60)).toBe(32);
    expect(asked).not.toContain("f1");
    await chip(chat, 1).scrollIntoViewIfNeeded();
    await expect.poll(() => widthOf(chat, 1)).toBe(32);
    expect(asked.length).toBe(new Set(asked).size);
  });

  it("comes by another link when the first is of no use, and is a drawing when that is of none either", async () => {
    const chat = await openChat();
    chat.expectProblem(/status of 403 .*\/pictures\//);
    const asked = await openWithImages(chat, 2, /f1\?1$|f2/);
    await expect.poll(() => widthOf(chat, 1)).toBe(32);
    await expect.poll(() => asked.toSorted()).toEqual(["f1", "f1", "f2", "f2"]);
    await chip(chat, 2).locator("svg").waitFor();
    expect(await axeViolations(chat.page)).toEqual([]);
  });
});
