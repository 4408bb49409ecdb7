import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("Formulas in a reply", () => {
  it("are set in their own fonts, from this server, and read out as they are meant", async () => {
    const chat = await openChat();
    const reply = await chat.ask(
      String.raw`/echo So $e^{i\pi} + 1 = 0$ and \(\vec{a}\), $$\sum_{k=1}^{n} k = \frac{n(n+1)}{2}$$` +
        "\n\n\\[\nx\n\n= \\sqrt[3]{y}\n\\]",
    );
    await expect.poll(() => reply.locator(".katex").count()).toBe(4);
    expect(await reply.locator(".katex-display").count()).toBe(2);
    expect(await reply.locator("math").count()).toBe(4);
    const sum = await reply.locator(".katex-display").first().boundingBox();
    // Styles came through: what stands under and over the sum takes more than two lines.
    expect(sum?.height).toBeGreaterThan(50);
    await expect
      .poll(() => chat.page.evaluate<boolean>("document.fonts.check('16px KaTeX_Main')"))
      .toBe(true);
    expect(await axeViolations(chat.page)).toEqual([]);
  });

  it("stay as they are written when they are broken, huge, or not one", async () => {
    const chat = await openChat();
    const long = `$${"x+".repeat(1_600)}x$`;
    const reply = await chat.ask(`/echo $\\nonsense{$ and $5 and $10, \`$x$\`, $$\\frac{1$$ ${long}. $z$`);
    await expect.poll(() => reply.locator(".katex").count()).toBe(1);
    const text = await reply.locator(".md").innerText();
    expect(text).toContain("$\\nonsense{$ and $5 and $10, $x$, $$\\frac{1$$");
    expect(text).toContain(long);
  }, 90_000);

  it("are shown as their source while they are being written, and asked for only where there are some", async () => {
    const chat = await openChat();
    const asked: string[] = [];
    chat.page.on("request", (request) => asked.push(request.url()));
    await chat.ask("/echo it costs $5 and $10");
    expect(asked.filter((url) => /formulas|KaTeX/.test(url))).toEqual([]);
    const reply = await chat.send(`/echo $$\na${"\n+ b".repeat(60)}\n=\nc\n$$\n\nend`);
    await reply.locator("[data-math=open]").waitFor();
    expect(await reply.locator("h1, h2").count()).toBe(0);
    await chat.ended(reply);
    await reply.locator(".katex-display").waitFor();
    expect(asked.some((url) => url.includes("formulas"))).toBe(true);
  });
});
