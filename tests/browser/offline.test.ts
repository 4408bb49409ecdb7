import { describe, expect, it } from "vitest";
import { chatBrowser } from "./browser";
import { textOf } from "./chat-page";
import { onlyFirst } from "./only-first";

const openChat = chatBrowser();

describe("A message that cannot be sent", () => {
  it("is back in the box, and is sent once when the connection is back", async () => {
    const chat = await openChat();
    chat.expectProblem(/ERR_INTERNET_DISCONNECTED/);
    await chat.ask("/echo while it lasts");
    await chat.page.context().setOffline(true);
    await chat.send("/echo into the void");
    await chat.notices.filter({ hasText: "No connection. Your text is still in the box" }).waitFor();
    expect(await chat.box.inputValue()).toBe("/echo into the void");
    expect(await chat.mine.count()).toBe(1);

    await chat.page.context().setOffline(false);
    await chat.box.press("Enter");
    await chat.ended(chat.replies.nth(1));
    expect(await textOf(chat.replies.nth(1))).toBe("into the void");
    await chat.page.reload();
    await chat.ended(chat.replies.nth(1));
    expect(await chat.mine.count()).toBe(2);
  });

  it("is sent by itself when the connection is away for a moment", async () => {
    const chat = await openChat();
    chat.expectProblem(/ERR_CONNECTION_RESET/);
    await chat.page.route(
      "**/api/chat",
      onlyFirst((route) => route.abort("connectionreset")),
    );
    const reply = await chat.ask("/echo at the second try");
    expect(await textOf(reply)).toBe("at the second try");
    expect(await chat.notices.count()).toBe(0);
  });
});
