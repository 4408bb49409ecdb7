import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { ChatPage } from "./chat-page";
import { launchChromium } from "./chromium";
import { PageProblems } from "./page-problems";

export interface OpenOptions extends BrowserContextOptions {
  /** @default "/" */
  path?: string;
  /** @default - the stack that all tests share */
  chatUrl?: string;
}

/** Opens the chat as somebody who was never there. */
export type OpenChat = (options?: OpenOptions) => Promise<ChatPage>;

/**
 * One browser for the tests of a file; what a test opens in it is closed after it. A test fails when one of its pages
 * had a problem that it did not expect.
 */
export function chatBrowser(): OpenChat {
  const contexts: BrowserContext[] = [];
  let problems = new PageProblems();
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(inject("chromium"));
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    const { unexpected } = problems;
    problems = new PageProblems();
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    // oxlint-disable-next-line vitest/no-standalone-expect -- part of every test
    expect(unexpected).toEqual([]);
  });

  return async ({ path = "/", chatUrl = inject("outputs").chatUrl, ...options } = {}) => {
    // What a service worker fetches passes by the routes that tests set up.
    const context = await browser.newContext({
      baseURL: chatUrl,
      locale: "en-US",
      serviceWorkers: "block",
      ...options,
    });
    contexts.push(context);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const mine = problems;
    mine.watch(page);
    await page.goto(path);
    return new ChatPage(page, (pattern) => mine.expect(pattern));
  };
}

/** A word that no other test writes, to find what this one made. */
export function uniqueWord(stem: string): string {
  return `${stem}${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
}
