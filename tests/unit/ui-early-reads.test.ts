import { afterEach, expect, it, vi } from "vitest";
import { readEarly, takeEarly } from "../../ui/api/early-reads";

const conversation = "/api/conversations/01ABC";
const messages = `${conversation}/messages?limit=30`;

afterEach(() => {
  vi.unstubAllGlobals();
  globalThis.earlyReads = undefined;
});

function stubFetch(answer: (path: string) => Promise<Response>) {
  const fetch = vi.fn(answer);
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

it("A page that is opened at a conversation has asked for it early; each answer is taken once", async () => {
  const fetch = stubFetch(async (path) => new Response(path));
  readEarly("/c/01ABC");
  expect(fetch.mock.calls).toEqual([[conversation], [messages]]);
  expect(await (await takeEarly(messages))?.text()).toBe(messages);
  expect(takeEarly(messages)).toBeUndefined();
});

it("A page that is opened elsewhere asks for nothing early", () => {
  const fetch = stubFetch(async () => new Response());
  readEarly("/");
  readEarly("/c/");
  readEarly("/c/01ABC/more");
  expect(fetch).not.toHaveBeenCalled();
  expect(takeEarly(conversation)).toBeUndefined();
});

it("A failure reaches who takes the answer, and nobody before", async () => {
  stubFetch(async () => {
    throw new TypeError("no network");
  });
  readEarly("/c/01ABC");
  await expect(takeEarly(conversation)).rejects.toThrow("no network");
});
