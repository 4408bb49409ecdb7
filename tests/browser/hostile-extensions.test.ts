import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

// Without the page's content security policy: what makes formulas, notes and colours has to be safe alone.
const openChat = chatBrowser();

const payloads = [
  String.raw`$\href{javascript:window.broken=1}{x}$ and $\url{javascript:alert(1)}$`,
  String.raw`$\htmlData{x=1}{y}$ $\htmlId{app}{y}$ $\htmlClass{composer}{y}$ $\htmlStyle{position:fixed}{y}$`,
  String.raw`$\includegraphics{https://elsewhere.example/seen.gif}$ $\text{<img src=x onerror=alert(1)>}$`,
  '<var data-math="inline">$<img src=x onerror=alert(1)>$</var><sup data-note="1&quot; onclick=alert(1)">9</sup>',
  "[^1] [^x]\n\n[^1]: <img src=x onerror=alert(1)> [a](javascript:alert(1)) <b id=app name=app>n</b>",
  "```html\n<script>window.broken=1</script><img src=x onerror=alert(1)>\n```",
  '```"><img/src=x/onerror=alert(1)>\ncode\n```',
];

describe("Formulas, footnotes and code", () => {
  it("that are hostile do nothing, reach nobody and stand for nothing else", async () => {
    const chat = await openChat({ bypassCSP: true });
    // A long message at the demo model's pace.
    chat.page.setDefaultTimeout(45_000);
    const reply = await chat.ask(`/echo ${payloads.join("\n\n")}`);
    await reply.locator(".katex").first().waitFor();
    await reply.locator(".hljs-name").first().waitFor();
    const found = reply.locator(
      ".md :is(script, iframe, form, img, style, link, [id], [name], [class=composer], [href^=javascript])",
    );
    expect(await found.evaluateAll((all) => all.map((one) => one.outerHTML))).toEqual([]);
    const attributes = await reply
      .locator(".md *")
      .evaluateAll((all) => all.flatMap((one) => [...one.attributes].map((each) => each.name)));
    expect(
      attributes.filter((name) => /^on|^data-(?!math|note|to-note|from-note|language|copy)/.test(name)),
    ).toEqual([]);
    expect(await chat.page.evaluate<string>("String(window.broken)")).toBe("undefined");
  }, 90_000);
});
