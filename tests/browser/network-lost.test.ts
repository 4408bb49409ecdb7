import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { chatBrowser } from "./browser";
import { countedWords, textOf } from "./chat-page";
import { type Wire, startWire } from "./wire";

const openChat = chatBrowser();
const lostNetwork = /Failed to load resource|ERR_/;

let wire: Wire;
beforeAll(async () => {
  wire = await startWire(inject("outputs").chatUrl);
});
afterAll(() => wire.close());

function saying(reply: Locator, text: string): Locator {
  return reply.getByRole("status").filter({ hasText: text });
}

describe("A network that is lost in mid-reply", () => {
  it("is said, and when it is back the reply is there to its end, every word once", async () => {
    const chat = await openChat();
    chat.expectProblem(lostNetwork);
    const reply = await chat.send("/tokens 300 40");
    await chat.reached(reply, "word20 ");
    await chat.page.context().setOffline(true);
    await saying(reply, "You are offline.").waitFor();
    const before = await textOf(reply);
    expect(countedWords(300).startsWith(before)).toBe(true);

    await chat.page.context().setOffline(false);
    await saying(reply, "You are offline.").waitFor({ state: "detached" });
    await chat.ended(reply);
    expect(await textOf(reply)).toBe(countedWords(300));
  });

  it("is reconnected to where the browser knows nothing of it, and no longer than until it is back", async () => {
    const chat = await openChat({ chatUrl: wire.url });
    chat.expectProblem(lostNetwork);
    const reply = await chat.send("/tokens 360 40");
    await chat.reached(reply, "word20 ");
    wire.cut();
    await saying(reply, "Reconnecting…").waitFor();
    expect(await reply.getAttribute("data-status")).toBe("running");

    wire.mend();
    await saying(reply, "Reconnecting…").waitFor({ state: "detached" });
    expect(await reply.getAttribute("data-status")).toBe("running");
    await chat.ended(reply);
    expect(await textOf(reply)).toBe(countedWords(360));
  });

  it("while the machine slept is noticed when it wakes, though the stream never broke off", async () => {
    const chat = await openChat({ chatUrl: wire.url });
    await chat.page.clock.install();
    await chat.page.reload();
    const reply = await chat.send("/tokens 240 40");
    await chat.reached(reply, "word20 ");
    wire.sleep();
    await chat.page.clock.fastForward("00:30");
    // Long before the 45 s of silence that a stream is given while somebody looks at it.
    await reply.filter({ hasText: "word60 " }).waitFor({ timeout: 10_000 });
    await chat.ended(reply);
    expect(await textOf(reply)).toBe(countedWords(240));
  });
});
