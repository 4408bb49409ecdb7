import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();
const source = "const sea = 'deep'; // <b>&amp;\n\n\tif (sea === `x`) return 0x1F;";

describe("Code in a reply", () => {
  it("gets its colours once it is finished, in the language that is named over it", async () => {
    const chat = await openChat();
    const reply = await chat.ask("/echo ```ts\nconst sea = 'deep'; // why\n```\n\n```py\ndef f(): pass\n```");
    expect(await reply.locator(".code-head span").allInnerTexts()).toEqual(["ts", "py"]);
    await expect.poll(() => reply.locator(".hljs-keyword").allInnerTexts()).toEqual(["const", "def", "pass"]);
    expect(await reply.locator(".hljs-string").allInnerTexts()).toEqual(["'deep'"]);
    expect(await reply.locator(".hljs-comment").allInnerTexts()).toEqual(["// why"]);
    expect(await axeViolations(chat.page)).toEqual([]);
  });

  it("is copied exactly as it was written", async () => {
    const chat = await openChat({ permissions: ["clipboard-read", "clipboard-write"] });
    const reply = await chat.ask(`/echo \`\`\`ts\n${source}\n\`\`\``);
    await reply.locator(".hljs-keyword").first().waitFor();
    await reply.getByRole("button", { name: "Copy code" }).click();
    await reply.locator("[data-copy=done]").waitFor();
    expect(await chat.page.evaluate<string>("navigator.clipboard.readText()")).toBe(`${source}\n`);
  });

  it("keeps the nodes of a finished block while the reply grows", async () => {
    const chat = await openChat();
    const reply = await chat.send(`/echo \`\`\`ts\nlet a;\n\`\`\`\n\n${"more words ".repeat(60)}`);
    const keyword = reply.locator(".hljs-keyword");
    await keyword.waitFor();
    expect(await reply.getAttribute("data-status")).toBe("running");
    const first = await keyword.elementHandle();
    await chat.ended(reply);
    expect(await keyword.evaluate((now, before) => now === before, first)).toBe(true);
  });

  it("stays plain in a language nobody knows, and scrolls by itself when it is wide", async () => {
    const chat = await openChat({ viewport: { width: 390, height: 844 } });
    const reply = await chat.ask(`/echo \`\`\`brainless\n${"const wide ".repeat(30)}\n\`\`\``);
    await reply.getByText("brainless", { exact: true }).waitFor();
    expect(await reply.locator("pre span").count()).toBe(0);
    const widths = await reply.locator("pre").evaluate((pre) => [pre.scrollWidth, pre.clientWidth]);
    expect(widths[0]).toBeGreaterThan(widths[1] ?? 0);
    expect(await chat.page.evaluate<number>("document.documentElement.scrollWidth")).toBe(390);
  });

  it("asks for no highlighter where there is none", async () => {
    const chat = await openChat();
    const asked: string[] = [];
    chat.page.on("request", (request) => asked.push(request.url()));
    await chat.ask("/echo no code, but `inline`");
    expect(asked.filter((url) => url.includes("highlighter"))).toEqual([]);
    const reply = await chat.ask("/echo ```sql\nselect 1;\n```");
    await reply.locator(".hljs-keyword").waitFor();
    expect(asked.filter((url) => url.includes("highlighter"))).toHaveLength(1);
  });
});
