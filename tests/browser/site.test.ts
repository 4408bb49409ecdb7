import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PageBoot } from "../../runtime/contract/site";
import { type StackProcess, startStackProcess, temporaryFolder } from "../local/stack-process";
import { axeViolations } from "./axe";
import { type OpenOptions, chatBrowser } from "./browser";
import { type ChatPage, textOf } from "./chat-page";

const hostile = "</script><script>window.broken=1</script><img src=x onerror=window.broken=2>";
const site = {
  title: 'Bread & "Rye"',
  description: `Ask about **bread**, or read [the rules](https://example.com/rules).\n\n${hostile} [x](javascript:window.broken=3)`,
  placeholder: "Flour, water, salt…",
  // Far too bright for light ground.
  accent: "#ffd400",
  footer: `[Imprint](https://example.com/imprint) ${hostile}`,
  examples: [
    { icon: "🍞", title: "Bake rye", text: "From starter to crust", prompt: "/echo baked" },
    { icon: "AB", title: "Plan a day", prompt: "Ready at … o’clock, please", run: false },
    { title: "Sauerteigbrot".repeat(6), prompt: "/echo long" },
    { title: "<b>Hostile</b>", text: hostile, icon: "<i>", prompt: `/echo ${hostile}` },
  ],
  presets: [
    { name: "Baker", description: "Bakes", settings: { system: hostile, temperature: 0.3, maxTokens: 500 } },
  ],
};

const openChat = chatBrowser();
const folder = temporaryFolder();
let stack: StackProcess;
beforeAll(async () => {
  const args = Object.entries(site).flatMap(([key, value]) => [
    "--config",
    `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  ]);
  stack = await startStackProcess(folder.dataDir, { args });
});
afterAll(async () => {
  await stack.stop();
  folder.remove();
});

async function open(options: OpenOptions = {}): Promise<ChatPage> {
  const chat = await openChat({ ...options, chatUrl: stack.outputs.chatUrl });
  await chat.page.getByRole("heading", { name: site.title }).waitFor();
  return chat;
}

const accentOf = (chat: ChatPage) =>
  chat.page
    .locator("html")
    .evaluate((root) => root.ownerDocument.defaultView?.getComputedStyle(root).getPropertyValue("--accent"));

describe("The operator's words", () => {
  it("stand where Gradio has them: the title on top and in the tab, the description below, the footer at the foot", async () => {
    const chat = await open();
    expect(await chat.page.title()).toBe(site.title);
    expect(await chat.sidebar.locator("header").innerText()).toBe(site.title);
    expect(await chat.page.locator(".about strong").innerText()).toBe("bread");
    const rules = chat.page.getByRole("link", { name: "the rules" });
    expect(await rules.getAttribute("href")).toBe("https://example.com/rules");
    expect(await rules.getAttribute("rel")).toBe("noopener noreferrer");
    expect(await chat.box.getAttribute("placeholder")).toBe("Flour, water, salt…");
    const imprint = chat.page.locator("footer").getByRole("link", { name: "Imprint" });
    expect(await imprint.getAttribute("href")).toBe("https://example.com/imprint");

    await chat.ask("/echo a first question");
    expect(await chat.page.title()).toBe(`/echo a first question · ${site.title}`);
  });

  it("say who answers to those who listen", async () => {
    const chat = await open();
    await chat.ask("/echo hello");
    const saying = (name: string) => chat.page.getByRole("article", { name, exact: true }).locator("p");
    await expect.poll(() => saying(site.title).innerText()).toBe("hello");
    expect(await saying("You").innerText()).toBe("/echo hello");
  });

  it("an example is sent at a click", async () => {
    const chat = await open();
    await chat.page.getByRole("button", { name: "Bake rye" }).click();
    await chat.ended(chat.replies.first());
    expect(await textOf(chat.replies.first())).toBe("baked");
  });

  it("an example that is to be completed only fills the box, with the focus at its end", async () => {
    const chat = await open();
    await chat.page.getByRole("button", { name: "Plan a day" }).click();
    await expect.poll(() => chat.box.inputValue()).toBe("Ready at … o’clock, please");
    expect(await chat.replies.count()).toBe(0);
    await expect.poll(() => chat.box.evaluate((box) => box.matches(":focus"))).toBe(true);
    await chat.page.keyboard.type("!");
    expect(await chat.box.inputValue()).toBe("Ready at … o’clock, please!");
  });

  it("the accent is there before the page's program, dark where it would be too bright to read", async () => {
    const chat = await open({ colorScheme: "light" });
    await chat.page.route("**/assets/*.js", (route) =>
      route.request().url().includes("/theme-") ? route.continue() : route.abort(),
    );
    chat.expectProblem(/Failed to load resource/);
    await chat.page.reload();
    expect(await accentOf(chat)).toBe("#806a00");
    await chat.page.emulateMedia({ colorScheme: "dark" });
    await chat.page.reload();
    expect(await accentOf(chat)).toBe("#ffd400");
  });

  it.for([1280, 390])("can be read by everybody: axe-core finds nothing wrong at %i px", async (width) => {
    const chat = await open({ viewport: { width, height: 844 } });
    await chat.write("ready to send");
    expect(await axeViolations(chat.page)).toEqual([]);
  });

  it("are as narrow as the narrowest screen, however long a word is", async () => {
    const chat = await open({ viewport: { width: 320, height: 568 } });
    const overhang = await chat.page
      .locator("html, main, .hero, .card, .foot, .site-footer")
      .evaluateAll((found) => found.map((view) => view.scrollWidth - view.clientWidth));
    expect(Math.max(...overhang)).toBe(0);
  });

  it("colours the bar of a phone's browser as the page", async () => {
    const chat = await open({ colorScheme: "dark" });
    const bar = chat.page.locator("meta[name=theme-color]");
    await expect.poll(() => bar.getAttribute("content")).toBe("#171614");
    await chat.page.emulateMedia({ colorScheme: "light" });
    await expect.poll(() => bar.getAttribute("content")).toBe("#fcfcfb");
  });

  it("tell the page of presets, models and limits", async () => {
    const chat = await open();
    const boot = JSON.parse((await chat.page.locator("#boot").textContent()) ?? "") as PageBoot;
    expect(boot.site.presets).toEqual(site.presets);
    expect(boot.models).toEqual(["openai/gpt-oss-20b"]);
    expect(boot.defaults).toEqual({ maxTokens: 4_096, contextTokens: 16_384 });
    expect(boot.invokeUrl).toBe(stack.outputs.invokeUrl);
  });

  it("are words and nothing else, whatever stands in them", async () => {
    // Without the content security policy, which would hold back a script that got in.
    const chat = await open({ bypassCSP: true });
    const shown = await chat.page.locator("body").innerText();
    expect(shown.split(hostile)).toHaveLength(4);
    expect(shown).toContain("<b>Hostile</b>");
    expect(shown).toContain("[x](javascript:window.broken=3)");
    expect(await chat.page.locator("main :is(script, img, b b, [onerror])").count()).toBe(0);
    await chat.page.getByRole("button", { name: "<b>Hostile</b>" }).click();
    await chat.ended(chat.replies.first());
    expect(await chat.page.evaluate<string>("String(window.broken)")).toBe("undefined");
  });

  it("can be installed under the operator's title", async () => {
    const chat = await open();
    const href = await chat.page.locator("link[rel=manifest]").getAttribute("href");
    const manifest = await chat.page.request.get(href ?? "");
    const touchIcon = await chat.page.locator("link[rel=apple-touch-icon]").getAttribute("href");
    for (const path of ["/icon-192.png", "/icon-512.png", "/icon-maskable-512.png", touchIcon ?? ""]) {
      const width = `createImageBitmap(await (await fetch("${path}")).blob()).then(({ width }) => width)`;
      const shown = await chat.page.evaluate<number>(`(async () => ${width})()`);
      expect(shown).toBe(Number(/\d+/.exec(path)?.[0] ?? 180));
    }
    expect(await manifest.json()).toMatchObject({ name: site.title, display: "standalone" });
  });
});
