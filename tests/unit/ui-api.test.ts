import { describe, expect, it, vi } from "vitest";
import { ApiError, ConnectionLost } from "../../ui/api/api-error";
import { createApi } from "../../ui/api/client";
import { FakeTime } from "./fakes/fake-time";

function api(answer: typeof globalThis.fetch, readMs?: number) {
  const fetch = vi.fn(answer);
  const onSignedOut = vi.fn();
  const { clock: now, wait } = new FakeTime();
  const onReturn = () => () => undefined;
  return { fetch, onSignedOut, api: createApi({ fetch, onSignedOut, readMs, now, wait, onReturn }) };
}

function bodyOf(chunks: string[]): Response {
  const bytes = new TextEncoder();
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(bytes.encode(chunk));
      controller.close();
    },
  });
  return new Response(body);
}

describe("the page's API client", () => {
  it("reads events whose lines are cut anywhere, and skips comments", async () => {
    const wire = `: keep-alive\n\nevent: text\ndata: {"type":"text","text":"é"}\n\nevent: text\ndata: {"type":"text","text":"b"}\n\n`;
    const { api: client } = api(async () => bodyOf(wire.match(/[^]{1,7}/g) ?? []));
    const events = [];
    for await (const event of client.chat({ message: "Hi" })) events.push(event);
    expect(events).toEqual([
      { type: "text", text: "é" },
      { type: "text", text: "b" },
    ]);
  });

  it("asks for a stream", async () => {
    const { api: client, fetch } = api(async () => bodyOf([]));
    await client.chat({ message: "Hi" }).next();
    expect(fetch).toHaveBeenCalledWith("/api/chat", {
      method: "POST",
      headers: { "content-type": "application/json", accept: "text/event-stream" },
      body: '{"message":"Hi","stream":true}',
      signal: undefined,
    });
  });

  it("takes an answer that breaks off for a lost connection", async () => {
    const { api: client } = api(async () => bodyOf(['{"id":"c1","ti']));
    await expect(client.getConversation("c1")).rejects.toThrow(ConnectionLost);
  });

  it("takes a read that has no answer in time for a lost connection", async () => {
    const hangs: typeof globalThis.fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    const { api: client } = api(hangs, 5);
    await expect(client.getMessage("c1", "m1")).rejects.toThrow(ConnectionLost);
    const left = new AbortController();
    const reading = client.getMessage("c1", "m1", left.signal);
    left.abort();
    await expect(reading).rejects.toBe(left.signal.reason);
  });

  it("passes the API's own words on", async () => {
    const error = { code: "not_found", message: "No such conversation.", requestId: "r1" };
    const { api: client } = api(async () => Response.json({ error }, { status: 404 }));
    await expect(client.getConversation("a/b")).rejects.toEqual(
      new ApiError(404, "not_found", "No such conversation."),
    );
  });

  it.each([
    [{ "retry-after": "90" }, 90],
    [{}, 0],
  ])("passes on when to try again, with %o", async (headers, retryAfterSec) => {
    const error = { code: "storage_full", message: "Full.", requestId: "r1" };
    const { api: client } = api(async () => Response.json({ error }, { status: 409, headers }));
    await expect(client.listPresets()).rejects.toMatchObject({ code: "storage_full", retryAfterSec });
  });

  it("takes a proxy's own 502 for a lost connection", async () => {
    const { api: client } = api(async () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(client.session()).rejects.toThrow(ConnectionLost);
  });

  it("says that the session has ended at 401", async () => {
    const error = { code: "unauthorized", message: "Sign in.", requestId: "r1" };
    const { api: client, onSignedOut } = api(async () => Response.json({ error }, { status: 401 }));
    await expect(client.session()).rejects.toThrow("Sign in.");
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it("says nothing of it when nobody asked: whoever reads is not led away", async () => {
    const error = { code: "unauthorized", message: "Sign in.", requestId: "r1" };
    const { api: client, onSignedOut } = api(async () => Response.json({ error }, { status: 401 }));
    await expect(client.listConversations({}, undefined, true)).rejects.toThrow("Sign in.");
    expect(onSignedOut).toHaveBeenCalledTimes(0);
    await expect(client.listConversations({})).rejects.toThrow("Sign in.");
    expect(onSignedOut).toHaveBeenCalledTimes(1);
  });

  it("escapes ids and leaves out what is not asked for", async () => {
    const { api: client, fetch } = api(async () => Response.json({ messages: [] }));
    await client.listMessages("a/b", { limit: 30, cursor: undefined });
    expect(fetch.mock.calls[0]?.[0]).toBe("/api/conversations/a%2Fb/messages?limit=30");
  });
});
