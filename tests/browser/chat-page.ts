import type { Locator, Page } from "playwright-core";
import type { MessageStatus } from "../../runtime/contract/message";

/** The chat page as its user sees it: what is on it, and what one does there. */
export class ChatPage {
  readonly box: Locator;
  readonly sendButton: Locator;
  readonly stopButton: Locator;
  /** The messages of the conversation, a scrolling view. */
  readonly log: Locator;
  readonly replies: Locator;
  readonly mine: Locator;
  readonly sidebar: Locator;
  readonly notices: Locator;

  constructor(
    readonly page: Page,
    /** Says that a console or page error is part of the test. */
    readonly expectProblem: (pattern: RegExp) => void,
  ) {
    this.box = page.getByRole("textbox", { name: "Message" });
    this.sendButton = page.getByRole("button", { name: "Send" });
    this.stopButton = page.getByRole("button", { name: "Stop" });
    this.log = page.getByRole("log", { name: "Conversation" });
    this.replies = page.locator("[data-role=assistant]");
    this.mine = page.locator("[data-role=user]");
    this.sidebar = page.getByRole("navigation", { name: "Conversations" });
    this.notices = page.locator("[data-tone]");
  }

  async write(text: string): Promise<void> {
    await this.box.fill(text);
  }

  /** Sends by keyboard; resolves with the reply as soon as there is one, still empty. */
  async send(text: string): Promise<Locator> {
    const reply = this.replies.nth(await this.replies.count());
    await this.write(text);
    await this.box.press("Enter");
    await reply.waitFor();
    return reply;
  }

  /** Sends, and resolves when the reply is complete. */
  async ask(text: string): Promise<Locator> {
    const reply = await this.send(text);
    await this.ended(reply);
    return reply;
  }

  /** Waits until a reply has ended in this way. */
  async ended(reply: Locator, status: MessageStatus = "complete"): Promise<void> {
    await reply.and(this.page.locator(`[data-status=${status}]`)).waitFor();
  }

  /** Waits for what stands in a message to contain `text`. */
  async reached(message: Locator, text: string): Promise<void> {
    await message.filter({ hasText: text }).waitFor();
  }

  /** A conversation in the list. */
  link(title: string): Locator {
    return this.sidebar.getByRole("link", { name: title });
  }

  /** Does something with a conversation, by its menu in the list. */
  async act(title: string, action: string): Promise<void> {
    await this.link(title).hover();
    await this.button(`Actions for “${title}”`).click();
    await this.choose(action);
  }

  /** Chooses from the menu that is open. */
  async choose(action: string): Promise<void> {
    await this.page.getByRole("menuitem", { name: action, exact: true }).click();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Path of the address. */
  path(): string {
    return new URL(this.page.url()).pathname;
  }

  async openDialog(name: "Settings" | "Use via API" | "Shortcuts"): Promise<Locator> {
    await this.button(name).click();
    const dialog = this.page.getByRole("dialog", { name });
    await dialog.waitFor();
    return dialog;
  }
}

/** The words of a reply itself, as Markdown shows them, without what stands around them. */
export async function textOf(reply: Locator): Promise<string> {
  // Until what shows Markdown has come, the source stands there.
  await reply.locator(".md > .plain").waitFor({ state: "detached" });
  return (await reply.locator(".md").innerText()).trim();
}

/** What the demo model says to `/tokens count`. */
export function countedWords(count: number): string {
  return Array.from({ length: count }, (_, index) => `word${index + 1}`).join(" ");
}
