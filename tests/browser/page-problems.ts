import type { ConsoleMessage, Page, Request } from "playwright-core";

/** What goes wrong in a page without anybody looking: errors, dialogs, requests that leave this machine. */
export class PageProblems {
  readonly #found: string[] = [];
  readonly #expected: RegExp[] = [];

  watch(page: Page): void {
    page.on("pageerror", (error) => this.#found.push(`page error: ${error.stack ?? error.message}`));
    page.on("console", (message) => this.#onConsole(message));
    page.on("request", (request) => this.#onRequest(request));
    page.on("dialog", (dialog) => {
      this.#found.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  /** From now on, and also before: a problem that matches is part of the test. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern);
  }

  get unexpected(): string[] {
    return this.#found.filter((problem) => !this.#expected.some((pattern) => pattern.test(problem)));
  }

  #onConsole(message: ConsoleMessage): void {
    if (message.type() !== "error") return;
    this.#found.push(`console error: ${message.text()} at ${message.location().url}`);
  }

  #onRequest(request: Request): void {
    const { protocol, hostname } = new URL(request.url());
    if (/^https?:$/.test(protocol) && hostname !== "127.0.0.1") {
      this.#found.push(`request to elsewhere: ${request.url()}`);
    }
  }
}
