import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

const steps = Array.from(
  { length: 9 },
  (_, step) => `  n${step}[Step ${step}] --> n${step + 1}[Step ${step + 1}]`,
);
const diagram = `\`\`\`mermaid\nflowchart LR\n  accTitle: Nine steps\n${steps.join("\n")}\n\`\`\``;
const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
const columns = Array.from({ length: 12 }, (_, column) => `column${column}`);

/** How much wider than the screen the page, its log and the text of a reply are, px. */
async function overhang(log: Locator): Promise<number[]> {
  return log
    .page()
    .locator("html, main, [role=log], .md")
    .evaluateAll((views) => views.map((view) => view.scrollWidth - view.clientWidth));
}

/** By how much it scrolls at the key that leads to its end. */
async function scrolledByKey(view: Locator): Promise<number> {
  await view.focus();
  await expect
    .poll(async () => {
      await view.press("ArrowRight");
      return view.evaluate((element) => element.scrollLeft);
    })
    .toBeGreaterThan(0);
  return view.evaluate((element) => element.scrollLeft);
}

describe("What is wider than a phone scrolls within itself, by keyboard too:", () => {
  it.for([
    ["a diagram, whose words stay large enough to read", diagram, "Diagram: Nine steps"],
    ["a table", `|${columns.join("|")}|\n${"|-".repeat(12)}|\n|${columns.join("|")}|`, "Table"],
    ["a formula on its own", `$$${letters.join("+")}$$`, "Formula"],
    ["a fraction between words", `see $\\frac{${letters.join("+")}}{2}$ there`, "Formula"],
    ["a matrix between words", `see $\\begin{pmatrix}${letters.join("&")}\\end{pmatrix}$ there`, "Formula"],
  ] as const)("%s", async ([, source, name]) => {
    const chat = await openChat(phone);
    const reply = await chat.ask(`/echo ${source}`);
    const view = reply.getByRole("group", { name, exact: true });
    await view.waitFor();
    expect(await scrolledByKey(view)).toBeGreaterThan(0);
    expect(Math.max(...(await overhang(chat.log)))).toBe(0);
    expect(await axeViolations(chat.page)).toEqual([]);
  });

  it("a diagram is shown at seven tenths of its size at least, on a desk too", async () => {
    const chat = await openChat(phone);
    const reply = await chat.ask(`/echo ${diagram}`);
    const image = reply.getByRole("img");
    await image.waitFor();
    const shown = () =>
      image.evaluate((node) => Math.round((node.clientWidth / Number(node.getAttribute("width"))) * 10) / 10);
    await expect.poll(shown).toBe(0.7);
    const small = await image.evaluate((node) => node.clientWidth);
    await chat.page.setViewportSize({ width: 1_280, height: 844 });
    // The text is as wide as it ever is, and the diagram twice as wide.
    await expect.poll(() => image.evaluate((node) => node.clientWidth)).toBe(small);
  });

  it("what fits is no stop on the way of the keyboard: a short formula between words, a small diagram", async () => {
    const chat = await openChat(phone);
    const small = "```mermaid\nflowchart TD\n  A[Order] --> B[Ship]\n```";
    const reply = await chat.ask(`/echo So $e^{i\\pi} + 1 = \\frac{0}{2}$.\n\n${small}`);
    await reply.getByRole("img", { name: "Diagram: flowchart" }).waitFor();
    await expect.poll(() => reply.locator(".katex").count()).toBe(1);
    expect(await reply.getByRole("group").count()).toBe(0);
  });
});
