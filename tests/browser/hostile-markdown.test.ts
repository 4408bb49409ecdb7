import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import type { ChatPage } from "./chat-page";
import { hostilePayloads, openEndedPayloads } from "./hostile-payloads";

// Without the page's content security policy: the sanitiser has to do alone.
const openChat = chatBrowser();
const openUnguarded = () => openChat({ bypassCSP: true });

/** Everything in a reply that could do more than be read, or pass for a part of the page. */
const dangerous = [
  "script, iframe, frame, object, embed, form, select, textarea, style, link, meta, base, template, noscript",
  "svg:not([aria-hidden]), math, video, audio, marquee, [style], [srcdoc], [formaction], [contenteditable], [is]",
  "[id], [name], [autofocus], [class=composer]",
].join(", ");

async function dangersIn({ page, replies }: ChatPage): Promise<string[]> {
  const markup = replies.locator(".md");
  const elements = await markup.locator(dangerous).evaluateAll((found) => found.map((one) => one.outerHTML));
  const attributes = await markup
    .locator("*")
    .evaluateAll((found) => found.flatMap((one) => [...one.attributes].map((each) => each.name)));
  const addresses = await markup
    .locator("a, img")
    .evaluateAll((found) => found.map((one) => String("href" in one ? one.href : one.getAttribute("src"))));
  const ran = await page.evaluate<string>("String(window.broken)");
  return [
    ...elements,
    ...attributes.filter((name) => name.startsWith("on")),
    ...addresses.filter((address) => address !== "" && !/^https?:/.test(address)),
    ...(ran === "undefined" ? [] : [`a script ran: ${ran}`]),
  ];
}

/** Asks for each, then renders all of them once more at once, from what is stored. */
async function askForAll(chat: ChatPage, messages: string[]): Promise<string[]> {
  for (const message of messages) await chat.ask(`/echo ${message}`);
  const dangers = await dangersIn(chat);
  await chat.page.reload();
  await chat.ended(chat.replies.nth(messages.length - 1));
  return [...dangers, ...(await dangersIn(chat))];
}

describe("Hostile Markdown and HTML", () => {
  it("is inert in a reply, and hides nothing that comes after it", async () => {
    const chat = await openUnguarded();
    const message = hostilePayloads.map((payload, index) => `${payload}\n\nafter ${index}.`).join("\n\n");
    expect(await askForAll(chat, [message])).toEqual([]);
    const text = await chat.replies.innerText();
    expect(
      hostilePayloads.map((_, index) => `after ${index}.`).filter((mark) => !text.includes(mark)),
    ).toEqual([]);
    expect(await chat.mine.locator("p").innerText()).toBe(`/echo ${message}`);
    expect(await chat.mine.locator("p *").count()).toBe(0);
  });

  it("is inert when it leaves something open, and does not reach the next message", async () => {
    const chat = await openUnguarded();
    expect(await askForAll(chat, openEndedPayloads)).toEqual([]);
    await chat.reached(await chat.ask("/echo still here"), "still here");
  });

  it("is inert in the title of a conversation and of the page", async () => {
    const chat = await openUnguarded();
    const hostile = "<img src=x onerror=window.broken=1>";
    await chat.ask(hostile);
    await chat.page.reload();
    await chat.link(hostile).first().waitFor();
    expect(await chat.page.title()).toBe(`${hostile} · Parley`);
    expect(await dangersIn(chat)).toEqual([]);
  });
});
