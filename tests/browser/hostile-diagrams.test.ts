import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();

const hostile = {
  link: 'flowchart TD\n  A[alpha] --> B\n  click A "javascript:top.broken=1"\n  click B call broken()',
  label: 'flowchart TD\n  A["beta <img src=x onerror=top.broken=1> <script>top.broken=1</script>"] --> B',
  directive:
    '%%{init: {"securityLevel": "loose", "htmlLabels": true, "flowchart": {"htmlLabels": true}, ' +
    '"themeCSS": "@import url(https://example.com/x.css);"}}%%\n' +
    'flowchart TD\n  A["gamma <img src=https://example.com/x.png onerror=top.broken=1>"] --> B\n' +
    '  click A "javascript:top.broken=1"',
  frontMatter:
    "---\nconfig:\n  securityLevel: sandbox\n  themeCSS: '*{background:url(https://example.com/y.png)}'\n---\n" +
    "flowchart TD\n  A[delta] --> B",
};

describe("A hostile diagram", () => {
  it.each(Object.entries(hostile))("is an inert picture: %s", async (_, source) => {
    const chat = await openChat();
    // Measuring a label, Mermaid makes HTML of it, where it could run; the frame's own policy says no.
    chat.expectProblem(/Executing inline event handler violates.*diagram-frame/s);
    const reply = await chat.ask(`/echo \`\`\`mermaid\n${source}\n\`\`\``);
    const image = reply.locator(".diagram img");
    await image.waitFor();
    const markup = decodeURIComponent((await image.getAttribute("src")) ?? "");
    expect(markup).toMatch(/alpha|beta|gamma|delta/);
    expect(markup).not.toMatch(/<script|<img|<iframe|foreignObject|javascript:|@import|url\(["']?http/i);
    await image.click();
    expect(await chat.page.evaluate<string>("String(window.broken)")).toBe("undefined");
    expect(new URL(chat.page.url()).pathname).toBe(chat.path());
    // Only the frame that draws, and that has no way to the page.
    const frames = chat.page.locator("iframe");
    expect(await frames.count()).toBe(1);
    expect(await frames.getAttribute("sandbox")).toBe("allow-scripts");
    const inside = chat.page.frames().find((frame) => frame.url().endsWith("/diagram-frame.html"));
    expect(await inside?.evaluate<string>("self.origin")).toBe("null");
    const reach = "(() => { try { return String(parent.document) } catch (error) { return error.name } })()";
    expect(await inside?.evaluate<string>(reach)).toBe("SecurityError");
  });
});
