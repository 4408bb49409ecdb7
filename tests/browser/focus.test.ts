import { describe, expect, it } from "vitest";
import { chatBrowser, uniqueWord } from "./browser";
import type { ChatPage } from "./chat-page";

const openChat = chatBrowser();

/** Presses a button by keyboard. */
async function press(chat: ChatPage, name: string): Promise<void> {
  await chat.button(name).last().focus();
  await chat.page.keyboard.press("Enter");
}

/** The name of what has the focus. */
function focused(chat: ChatPage): Promise<string> {
  return chat.page.evaluate<string>(
    "document.activeElement.ariaLabel ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent.trim()",
  );
}

describe("The focus goes on where what had it goes", () => {
  it("between the buttons that hide and show the conversations", async () => {
    const chat = await openChat();
    await press(chat, "Hide conversations");
    await expect.poll(() => focused(chat)).toBe("Show conversations");
    await chat.page.keyboard.press("Enter");
    await expect.poll(() => focused(chat)).toBe("Hide conversations");
  });

  it("from a drawer that Escape closes to the button that opens it", async () => {
    const chat = await openChat({ viewport: { width: 390, height: 844 } });
    await press(chat, "Show conversations");
    await expect.poll(() => focused(chat)).toBe("Hide conversations");
    await chat.page.keyboard.press("Escape");
    await expect.poll(() => focused(chat)).toBe("Show conversations");
  });

  it("from what changes the reply to the box", async () => {
    const chat = await openChat();
    const reply = await chat.send("/tokens 2000 50");
    await chat.reached(reply, "word5 ");
    await press(chat, "Stop");
    await expect.poll(() => focused(chat)).toBe("Message");
    await chat.ended(reply, "stopped");
    await press(chat, "Try another reply");
    await expect.poll(() => focused(chat)).toBe("Message");
    await chat.reached(chat.replies, "word5 ");
    await press(chat, "Stop");
    await chat.ended(chat.replies, "stopped");
    await press(chat, "Take back the last turn");
    await expect.poll(() => focused(chat)).toBe("Message");
  });

  it("from the button that leads to the end to what was led through", async () => {
    const chat = await openChat();
    await chat.ask("/tokens 1500 5000");
    await chat.log.hover();
    await chat.page.mouse.wheel(0, -900);
    await press(chat, "Jump to the end");
    await expect.poll(() => focused(chat)).toBe("Conversation");
  });

  it("with a chat that is pinned, and from one that is deleted to the next", async () => {
    const word = uniqueWord("orris");
    const chat = await openChat();
    await chat.ask(`/echo ${word} before`);
    await chat.button("New chat").click();
    await chat.ask(`/echo ${word}`);
    const act = async (action: string) => {
      await press(chat, `Actions for “/echo ${word}”`);
      await chat.choose(action);
    };
    await act("Pin");
    await chat.sidebar.getByRole("region", { name: "Pinned" }).getByRole("link", { name: word }).waitFor();
    await expect.poll(() => focused(chat)).toBe(`/echo ${word}`);
    await act("Unpin");
    await expect.poll(() => focused(chat)).toBe(`/echo ${word}`);
    await act("Pin");
    await expect.poll(() => focused(chat)).toBe(`/echo ${word}`);
    await chat.link(`${word} before`).click();
    await act("Delete");
    await expect.poll(() => focused(chat)).toContain("/echo");
  });

  it("from what keeps and resets settings to the list of presets", async () => {
    const name = uniqueWord("Curt");
    const chat = await openChat();
    await chat.button("Settings of this chat").click();
    await chat.page.getByLabel("System prompt").fill(name);
    await press(chat, "Save as my preset…");
    await expect.poll(() => focused(chat)).toBe("Name of the preset");
    await chat.page.keyboard.press("Escape");
    await expect.poll(() => focused(chat)).toBe("Preset");
    await press(chat, "Save as my preset…");
    await expect.poll(() => focused(chat)).toBe("Name of the preset");
    await chat.page.keyboard.type(name);
    await chat.page.keyboard.press("Enter");
    await expect.poll(() => focused(chat)).toBe("Preset");
    await press(chat, "Delete");
    await chat.page.getByText(`Deleted “${name}”`).waitFor();
    await expect.poll(() => focused(chat)).toBe("Preset");
    await press(chat, "Undo");
    await chat.button("Delete").waitFor();
    await expect.poll(() => focused(chat)).toBe("Preset");
    await press(chat, "Delete");
    await chat.page.getByText(`Deleted “${name}”`).waitFor();
    await press(chat, "Reset");
    await expect.poll(() => focused(chat)).toBe("Preset");
  });
});
