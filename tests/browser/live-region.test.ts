import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import { onlyFirst } from "./only-first";

const openChat = chatBrowser();

describe("Who listens to the page", () => {
  it("hears a reply although the connection failed when what speaks was fetched", async () => {
    const chat = await openChat();
    chat.expectProblem(/ERR_FAILED/);
    // The page before the reload has fetched it: what fails is the next one's.
    await chat.page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => name.includes("/assets/later-")),
    );
    await chat.page.route(
      "**/assets/later-*",
      onlyFirst((route) => route.abort()),
    );
    const fetchedAgain = chat.page.waitForResponse((response) => response.url().includes("/assets/later-"));
    await chat.page.reload();
    await fetchedAgain;
    // A second before its first word, so that what was fetched is listening.
    await chat.ended(await chat.send("/slow 1 bread"));
    const heard = chat.page.locator("[data-announcements]");
    await expect.poll(() => heard.textContent()).toContain("Why bread matters");
  });
});
