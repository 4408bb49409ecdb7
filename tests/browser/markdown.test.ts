import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

describe("Markdown in a reply", () => {
  it("is shown as what it means", async () => {
    const chat = await openChat();
    const reply = await chat.ask("/markdown");
    await reply.getByRole("heading", { name: "Heading one", level: 1 }).waitFor();
    expect(await reply.getByRole("heading").allInnerTexts()).toEqual(["Heading one", "Heading two", "Lists"]);
    expect(await reply.locator("strong").innerText()).toBe("bold");
    expect(await reply.locator("em").innerText()).toBe("italic");
    expect(await reply.locator("del").innerText()).toBe("struck");
    expect(await reply.locator("p code").innerText()).toBe("inline code");
    expect(await reply.getByRole("columnheader").allInnerTexts()).toEqual([
      "Part",
      "Where it runs",
      "Tokens/s",
    ]);
    expect(await reply.getByRole("cell").count()).toBe(9);
    expect(await reply.getByRole("checkbox", { name: "Done" }).isChecked()).toBe(true);
    expect(await reply.getByRole("checkbox", { name: "To do" }).isChecked()).toBe(false);
    expect(await reply.locator("ol > li").count()).toBe(2);
    expect(await reply.locator("blockquote").innerText()).toContain("A quote, which may");
    expect(await reply.locator("hr").count()).toBe(1);
    await reply.getByText("Naïve café, 東京, 🙂").waitFor();
  });

  it("opens links outside, and tells the other site nothing", async () => {
    const chat = await openChat();
    const reply = await chat.ask("/echo [the sea](https://example.com/sea)");
    const link = reply.getByRole("link", { name: "the sea" });
    expect(await link.getAttribute("href")).toBe("https://example.com/sea");
    expect(await link.getAttribute("target")).toBe("_blank");
    expect(await link.getAttribute("rel")).toBe("noopener noreferrer");
  });

  it("is taken as written in one's own message", async () => {
    const chat = await openChat();
    await chat.ask("/echo **bold** <b>bold</b>");
    expect(await chat.mine.locator("p").innerText()).toBe("/echo **bold** <b>bold</b>");
    expect(await chat.mine.locator("strong, b").count()).toBe(0);
  });

  it("offers its code to be copied", async () => {
    const chat = await openChat({ permissions: ["clipboard-read", "clipboard-write"] });
    const reply = await chat.ask("/echo ```ts\nconst sea = 1 < 2;\n```");
    await reply.getByText("ts", { exact: true }).waitFor();
    await reply.getByRole("button", { name: "Copy code" }).click();
    await reply.locator("[data-copy=done]").waitFor();
    expect(await chat.page.evaluate<string>("navigator.clipboard.readText()")).toBe("const sea = 1 < 2;\n");
    await reply.getByRole("button", { name: "Copy message" }).click();
    await expect
      .poll(() => chat.page.evaluate<string>("navigator.clipboard.readText()"))
      .toBe("```ts\nconst sea = 1 < 2;\n```");
  });
});
