import { describe, expect, it } from "vitest";
import { keptAtHeader } from "../../ui/offline/kept-at";
import { createKeptReads, keptConversations, keptRead, readsCacheName } from "../../ui/offline/kept-reads";
import { createReadThrough } from "../../ui/offline/read-through";
import { fakeCaches } from "./fakes/fake-caches";

const origin = "https://chat.test";
const offline = async () => Promise.reject(new TypeError("Failed to fetch"));

/** Somebody's reads; `answers` is what the server says next, by path, and without one there is no network. */
function browser(answers: Record<string, Response | undefined> = {}) {
  let now = 1_000;
  const caches = fakeCaches(offline);
  const reads = createKeptReads(caches, () => (now += 1));
  const reader = createReadThrough(reads, async (input) => {
    const { pathname, search } = new URL(typeof input === "string" ? input : (input as Request).url, origin);
    return answers[`${pathname}${search}`] ?? offline();
  });
  const readOf = (path: string) => {
    const read = keptRead(new URL(path, origin));
    if (!read) throw new Error(`${path} is not kept`);
    return read;
  };
  return {
    reads,
    answers,
    keep: (path: string, body: unknown = {}, era = reads.era) =>
      reads.keep(readOf(path), Response.json(body), era),
    kept: async () =>
      (await (await caches.open(readsCacheName)).keys()).map(({ url }) => url.slice(origin.length)),
    ask: async (path: string) => {
      const after: Promise<unknown>[] = [];
      const answer = await reader.answer(new Request(`${origin}${path}`), readOf(path), (work) =>
        after.push(work),
      );
      await Promise.all(after);
      return answer;
    },
  };
}

describe("what is kept of the API", () => {
  it.for([
    ["/api/session", "/api/session", undefined],
    ["/api/conversations?limit=30", "/api/conversations", undefined],
    ["/api/conversations/c1", "/api/conversations/c1", "c1"],
    ["/api/conversations/c1/messages?limit=50", "/api/conversations/c1/messages", "c1"],
    ["/api/conversations/c1/messages?cursor=a%2Fb", "/api/conversations/c1/messages?cursor=a%2Fb", "c1"],
  ] as const)("has %s", ([path, key, conversationId]) => {
    expect(keptRead(new URL(path, origin))).toEqual(
      conversationId === undefined ? { key } : { key, conversationId },
    );
  });

  it.for(["/api/conversations?q=bread", "/api/conversations?cursor=2", "/api/conversations/c1/messages/m1"])(
    "has no %s",
    (path) => {
      expect(keptRead(new URL(path, origin))).toBeUndefined();
    },
  );

  it(`ends with the ${keptConversations} conversations that were read last, each whole or not at all`, async () => {
    const { keep, kept } = browser();
    await keep("/api/session");
    for (let number = 1; number <= keptConversations; number += 1) {
      await keep(`/api/conversations/c${number}`);
      await keep(`/api/conversations/c${number}/messages`);
    }
    await keep("/api/conversations/c1");
    await keep("/api/conversations/new");
    const conversations = new Set((await kept()).map((path) => path.split("/")[3]));
    expect(conversations.size).toBe(keptConversations + 1);
    expect([conversations.has("c1"), conversations.has("new")]).toEqual([true, true]);
    expect((await kept()).filter((path) => path.includes("/c2"))).not.toContain("/api/conversations/c2");
    expect(await kept()).not.toContain("/api/conversations/c2/messages");
    expect(await kept()).toContain("/api/session");
  });

  it("loses later pages when the first ends elsewhere, and only then", async () => {
    const { keep, kept } = browser();
    const first = "/api/conversations/c1/messages";
    await keep(first, { messages: [], cursor: "a" });
    await keep(`${first}?cursor=a`);
    await keep(first, { messages: [], cursor: "a" });
    expect(await kept()).toEqual([first, `${first}?cursor=a`]);
    await keep(first, { messages: [], cursor: "b" });
    expect(await kept()).toEqual([first]);
  });

  it("loses a conversation that is deleted, and no other", async () => {
    const { keep, kept, reads } = browser();
    for (const path of ["c1", "c1/messages", "c10"]) await keep(`/api/conversations/${path}`);
    await reads.drop("c1");
    expect(await kept()).toEqual(["/api/conversations/c10"]);
  });

  it("goes with the person whose it is, also when nobody saw that person leave", async () => {
    const { keep, kept } = browser();
    await keep("/api/session", { user: "ada" });
    await keep("/api/conversations/c1");
    await keep("/api/session", { user: "ada" });
    expect(await kept()).toEqual(["/api/session", "/api/conversations/c1"]);
    await keep("/api/session", { user: "bob" });
    expect(await kept()).toEqual(["/api/session"]);
  });

  it("takes nothing that was asked for before all was forgotten", async () => {
    const { keep, kept, reads } = browser();
    const { era } = reads;
    await keep("/api/session");
    await reads.forget();
    await keep("/api/conversations/c1", {}, era);
    expect(await kept()).toEqual([]);
  });
});

describe("a read", () => {
  const path = "/api/conversations/c1";

  it("is answered by the server while it can be, refusals too, and by what was kept only without a network", async () => {
    const { ask, answers } = browser({ [path]: Response.json({ title: "One" }) });
    await ask(path);
    answers[path] = Response.json({ error: {} }, { status: 503 });
    expect((await ask(path)).status).toBe(503);
    answers[path] = undefined;
    const kept = await ask(path);
    expect([await kept.json(), kept.headers.has(keptAtHeader)]).toEqual([{ title: "One" }, true]);
  });

  it("fails without a network when nothing was kept", async () => {
    expect((await browser().ask(path)).type).toBe("error");
  });

  it("takes away what was kept of a conversation that is not there any more", async () => {
    const { ask, keep, kept } = browser({ [path]: Response.json({}, { status: 404 }) });
    await keep("/api/session");
    await keep(path);
    await keep(`${path}/messages`);
    await ask(path);
    expect(await kept()).toEqual(["/api/session"]);
  });

  it("takes away everything when nobody is signed in", async () => {
    const { ask, keep, kept } = browser({ [path]: Response.json({}, { status: 401 }) });
    await keep("/api/session");
    await ask(path);
    expect(await kept()).toEqual([]);
  });
});
