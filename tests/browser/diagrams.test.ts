import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";
import { onlyFirst } from "./only-first";

const openChat = chatBrowser();

const flow = "flowchart TD\n  A[Order] -->|paid| B[Ship]";
const fenced = (source: string) => `\`\`\`mermaid\n${source}\n\`\`\``;
/** The picture in a reply, as it was drawn. */
const markupOf = async (reply: Locator) =>
  decodeURIComponent((await reply.locator(".diagram img").getAttribute("src")) ?? "");

describe("A diagram in a reply", () => {
  it("is a picture of its own size, with its words as text, and has a name", async () => {
    const chat = await openChat();
    const reply = await chat.ask(`/echo ${fenced(`${flow}\n  accTitle: From order to ship`)}`);
    const image = reply.getByRole("img", { name: "Diagram: From order to ship" });
    await image.waitFor();
    const markup = await markupOf(reply);
    expect(markup).toMatch(/^data:image\/svg\+xml;charset=utf-8,<svg /);
    for (const word of ["Order", "paid", "Ship"])
      expect(markup).toMatch(new RegExp(`<tspan[^>]*>${word}</tspan>`));
    expect(markup).not.toContain("foreignObject");
    const sizes = await image.evaluate(async (node) => {
      const shown = node as unknown as { decode(): Promise<void>; naturalWidth: number; width: number };
      await shown.decode();
      return [shown.naturalWidth, shown.width];
    });
    expect(sizes[0]).toBeGreaterThan(50);
    expect(sizes[1]).toBe(sizes[0]);
    expect(await axeViolations(chat.page)).toEqual([]);
  });

  it("gives way to its source and comes back, by a button that keeps the focus", async () => {
    const chat = await openChat({ permissions: ["clipboard-read", "clipboard-write"] });
    const reply = await chat.ask(`/echo ${fenced(flow)}`);
    const code = reply.getByText("A[Order] -->|paid| B[Ship]");
    await reply.getByRole("button", { name: "Show source" }).click();
    await code.waitFor();
    expect(await reply.getByRole("img").count()).toBe(0);
    await chat.page.keyboard.press("Enter");
    await reply.getByRole("img", { name: "Diagram: flowchart" }).waitFor();
    expect(await code.isVisible()).toBe(false);
    await reply.getByRole("button", { name: "Copy code" }).click();
    await expect.poll(() => chat.page.evaluate<string>("navigator.clipboard.readText()")).toBe(`${flow}\n`);
  });

  it("stays source when it is broken, which a note says", async () => {
    const chat = await openChat();
    const reply = await chat.ask(`/echo ${fenced("flowchart TD\n  A[never closed -->")}\n\n${fenced(flow)}`);
    await reply.getByRole("img", { name: "Diagram: flowchart" }).waitFor();
    await reply.getByText("This diagram could not be drawn.").waitFor();
    await reply.getByText("A[never closed -->").waitFor();
    expect(await reply.getByRole("button", { name: "Show source" }).count()).toBe(1);
  });

  it("stays source when it takes longer than ten seconds, and the next one is drawn in a fresh frame", async () => {
    const chat = await openChat();
    const busy = 'parent.postMessage({ type: "ready" }, location.origin);';
    await chat.page.route(
      "**/assets/diagram-frame-*.js",
      onlyFirst((route) => route.fulfill({ contentType: "text/javascript", body: busy })),
    );
    const reply = await chat.ask(`/echo ${fenced(flow)}\n\n${fenced('pie\n  "Dogs": 3')}`);
    await reply.getByRole("img", { name: "Diagram: pie" }).waitFor({ timeout: 30_000 });
    expect(await reply.getByText("This diagram could not be drawn.").count()).toBe(1);
    expect(await reply.getByRole("img").count()).toBe(1);
    expect(await chat.page.locator("iframe").count()).toBe(1);
  }, 60_000);

  it("is drawn again when the theme changes", async () => {
    const chat = await openChat({ colorScheme: "light" });
    const reply = await chat.ask(`/echo ${fenced(flow)}`);
    await reply.getByRole("img").waitFor();
    const light = await markupOf(reply);
    await chat.page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => markupOf(reply)).not.toBe(light);
    const dark = await markupOf(reply);
    expect(dark).toContain("Order");
    await chat.page.emulateMedia({ colorScheme: "light" });
    await expect.poll(() => markupOf(reply)).not.toBe(dark);
  });

  it("is source while it is being written, and asks for what draws only when there is one", async () => {
    const chat = await openChat();
    const asked: string[] = [];
    chat.page.on("request", (request) => asked.push(request.url()));
    await chat.ask("/echo ```ts\nlet none;\n```");
    expect(asked.filter((url) => url.includes("diagram"))).toEqual([]);
    const rows = Array.from({ length: 20 }, (_, row) => `  n${row} --> n${row + 1}`).join("\n");
    const reply = await chat.send(`/echo ${fenced(`flowchart LR\n${rows}`)}`);
    await reply.getByText("n0 --> n1").waitFor();
    expect(asked.filter((url) => url.includes("diagram"))).toEqual([]);
    await chat.ended(reply);
    await reply.getByRole("img").waitFor();
    expect(asked.filter((url) => url.includes("/diagram-frame.html"))).toHaveLength(1);
  });
});
