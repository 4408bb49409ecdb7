import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import { axeViolations } from "./axe";
import { chatBrowser } from "./browser";

const openChat = chatBrowser();
const { apiKey, invokeUrl } = inject("outputs");

describe("Use via API", () => {
  it("gives what goes on with this very chat, ready to be run", async () => {
    const chat = await openChat({ permissions: ["clipboard-read", "clipboard-write"] });
    await chat.ask("/echo hello");
    await chat.write("/echo it's from a script");
    const panel = await chat.openDialog("Use via API");
    await panel.getByRole("tab", { name: "curl" }).focus();
    // Round the end to the last one, and back to the one wanted.
    for (let press = 0; press < 3; press++) await chat.page.keyboard.press("ArrowLeft");
    expect(await panel.getByRole("tab", { name: "JavaScript" }).getAttribute("aria-selected")).toBe("true");
    await panel.getByRole("button", { name: "Copy “The whole reply”" }).click();
    const copied = () => chat.page.evaluate<string>("navigator.clipboard.readText()");
    await expect.poll(copied).toContain("await fetch");

    const env = { PARLEY_API_KEY: apiKey, PARLEY_INVOKE_URL: invokeUrl } as unknown as NodeJS.ProcessEnv;
    const args = ["--input-type=module", "-e", await copied()];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout).toBe("it's from a script\n");
    await chat.page.reload();
    await chat.reached(chat.replies.nth(1), "it's from a script");
  });

  it("shows a key only when it is asked to, and forgets it when it is closed", async () => {
    const chat = await openChat();
    const panel = await chat.openDialog("Use via API");
    const code = panel.getByLabel("The whole reply", { exact: true });
    expect(await code.innerText()).toContain("$PARLEY_API_KEY");
    await panel.getByRole("button", { name: "Show my key in the snippets" }).click();
    await chat.page.keyboard.type("a-key-of-mine");
    await expect.poll(() => code.innerText()).toContain("Bearer a-key-of-mine");
    expect(await axeViolations(chat.page)).toEqual([]);
    const kept = await chat.page.evaluate<string>(
      "JSON.stringify({ ...localStorage, ...sessionStorage }) + location.href",
    );
    expect(kept).not.toContain("a-key-of-mine");
    await chat.page.keyboard.press("Escape");
    await chat.openDialog("Use via API");
    expect(await panel.innerText()).not.toContain("a-key-of-mine");
    expect(await code.innerText()).toContain("$PARLEY_API_KEY");
  });
});
