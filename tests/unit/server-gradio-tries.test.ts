import { afterEach, beforeEach, expect, it } from "vitest";
import { type ChatServerUnderTest, gradioLogin, startChatServer } from "./fakes/chat-server";

let server: ChatServerUnderTest;
beforeEach(async () => {
  server = await startChatServer("key");
});
afterEach(() => server.close());

const login = (password: string) => gradioLogin(server, password);
const config = (key: string) =>
  server.app.inject({ url: "/config", headers: { authorization: `Bearer ${key}` } });

/** How many answers have which status. */
async function statuses(answers: Promise<{ statusCode: number }>[]): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { statusCode } of await Promise.all(answers)) counts[statusCode] = (counts[statusCode] ?? 0) + 1;
  return counts;
}

it.each([
  ["/login", login],
  ["a header", config],
])("lets nobody try more than ten keys by %s, not even all at once", async (_way, attempt) => {
  const attempts = Array.from({ length: 60 }, (_, index) => attempt(`guess-${index}`));
  expect(await statuses(attempts)).toEqual({ 401: 10, 429: 50 });
  expect(server.api.requests.length).toBe(10);
  expect((await attempt("pk-ada")).statusCode).toBe(429);
});

it("counts no key that is right, however often it comes at once", async () => {
  const right = Array.from({ length: 30 }, (_, index) => (index % 2 ? login("pk-ada") : config("pk-ada")));
  expect(await statuses(right)).toEqual({ 200: 30 });
  const wrong = Array.from({ length: 10 }, (_, index) => login(`guess-${index}`));
  expect(await statuses(wrong)).toEqual({ 401: 10 });
});

it.each([11, 30])("takes %d right keys of one address, all at once", async (count) => {
  const keys = Array.from({ length: count }, (_, index) => `pk-${index}`);
  for (const key of keys) server.api.keys.add(key);
  expect(await statuses(keys.map((key) => config(key)))).toEqual({ 200: count });
});
