import { describe, expect, inject, it } from "vitest";
import type { ChatRequest } from "../../runtime/contract/chat";
import type { ConversationPage, MessagePage } from "../../runtime/contract/conversation";
import type { ErrorBody } from "../../runtime/contract/problem";
import { ApiClient, collect, next } from "./api-client";

const api = new ApiClient(inject("outputs"));

describe("POST /chat", () => {
  it("answers in JSON and keeps both messages", async () => {
    const { status, headers, body } = await api.chat({ message: "/echo Bread is a process." });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(body.message).toMatchObject({ role: "assistant", status: "complete", finishReason: "stop" });
    expect(body.message.text).toContain("Bread is a process.");

    const stored = await api.request<MessagePage>("GET", `/conversations/${body.conversationId}/messages`);
    expect(stored.body.messages.map(({ role, text, status }) => [role, text, status])).toEqual([
      ["assistant", body.message.text, "complete"],
      ["user", "/echo Bread is a process.", "complete"],
    ]);
  });

  it("streams events: started first, then text, done last with what is stored", async () => {
    const events = await collect(api.stream({ message: "/tokens 20 200" }));
    expect(events[0]).toMatchObject({ type: "started", title: "/tokens 20 200" });
    expect(events.filter(({ type }) => type === "text").length).toBeGreaterThan(1);
    const last = events.at(-1);
    if (last?.type !== "done") throw new Error(`the last event is ${last?.type}`);
    const text = events.flatMap((event) => (event.type === "text" ? [event.text] : [])).join("");
    expect(last.message).toMatchObject({ text, status: "complete", usage: { completionTokens: 20 } });
    const stored = await api.request(
      "GET",
      `/conversations/${last.message.conversationId}/messages/${last.message.id}`,
    );
    expect(stored.body).toEqual(last.message);
  });

  it("goes on with a conversation, which the model is told", async () => {
    const first = await api.chat({ message: "/echo one" });
    const second = await api.chat({ message: "/echo two", conversationId: first.body.conversationId });
    expect(second.body.conversationId).toBe(first.body.conversationId);
    expect(second.body.message.usage?.promptTokens).toBeGreaterThan(
      first.body.message.usage?.promptTokens ?? 0,
    );
  });

  it("makes a sibling of the message that has the same parent", async () => {
    const first = await api.chat({ message: "/echo one" });
    const { conversationId } = first.body;
    const edited = await api.chat({ message: "/echo another", conversationId, parentId: null });
    const { messages } = (await api.request<MessagePage>("GET", `/conversations/${conversationId}/messages`))
      .body;
    const roots = messages.filter(({ parentId }) => parentId === null).map(({ text }) => text);
    expect(edited.status).toBe(200);
    expect(roots).toEqual(["/echo another", "/echo one"]);
  });

  it("is the same turn when it is sent again with its clientMessageId", async () => {
    const request = { message: "/echo once", clientMessageId: `once-${Date.now()}` };
    const [first, second] = [await api.chat(request), await api.chat(request)];
    expect(second.body).toEqual(first.body);
    const stored = await api.request<MessagePage>(
      "GET",
      `/conversations/${first.body.conversationId}/messages`,
    );
    expect(stored.body.messages).toHaveLength(2);
  });

  it("follows a running turn when it is sent again with its clientMessageId", async () => {
    const request = { message: "/tokens 60 30", clientMessageId: `twice-${Date.now()}` };
    const [first, second] = await Promise.all([collect(api.stream(request)), collect(api.stream(request))]);
    expect(second.at(-1)).toEqual(first.at(-1));
  });

  it("refuses a message larger than the model's window, and stores nothing", async () => {
    const word = `window${Date.now()}`;
    const { status, body } = await api.request<ErrorBody>("POST", "/chat", {
      message: `${word} ${"bread ".repeat(30_000)}`,
    });
    expect([status, body.error.code]).toEqual([413, "too_large"]);
    const found = await api.request<ConversationPage>("GET", `/conversations?q=${word}`);
    expect(found.body.conversations).toEqual([]);
  });
});

describe("POST /conversations/{id}/stop", () => {
  it("ends the running reply and keeps what was written", async () => {
    const events = api.stream({ message: "/tokens 2000 40" });
    const started = await next(events, "started");
    await next(events, "text");
    const stop = await api.request("POST", `/conversations/${started.conversationId}/stop`);
    expect([stop.status, stop.body]).toEqual([200, { stopping: true }]);

    const done = await next(events, "done");
    expect(done.message).toMatchObject({ status: "stopped", finishReason: "stopped" });
    expect(done.message.text).toMatch(/^word1 /);
  });
});

describe("A reply whose reader has left", () => {
  it("is written to its end", async () => {
    const reader = new AbortController();
    const events = api.stream({ message: "/tokens 60 40" }, reader.signal);
    const { conversationId, messageId } = await next(events, "started");
    await next(events, "text");
    reader.abort();
    await expect(collect(events)).rejects.toThrow("aborted");

    const route = `/conversations/${conversationId}/messages/${messageId}`;
    await expect
      .poll(async () => (await api.request("GET", route)).body, { timeout: 20_000, interval: 200 })
      .toMatchObject({
        status: "complete",
        usage: { completionTokens: 60 },
      });
  });
});

describe("Conversations", () => {
  it("are listed newest first, searched by title and text, renamed, pinned and deleted", async () => {
    const word = `quince${Date.now()}`;
    const older = (await api.chat({ message: `/echo ${word} older` })).body.conversationId;
    const newer = (await api.chat({ message: `/echo ${word} newer` })).body.conversationId;
    const search = () => api.request<ConversationPage>("GET", `/conversations?q=${word.toUpperCase()}`);
    expect((await search()).body.conversations.map(({ id }) => id)).toEqual([newer, older]);

    const renamed = await api.request("PATCH", `/conversations/${older}`, { title: "Jam", pinned: true });
    expect(renamed.body).toMatchObject({ id: older, title: "Jam", pinned: true });
    // Pins come first.
    const [byText, byTitle] = (await search()).body.conversations;
    expect([byTitle?.id, byTitle?.match]).toEqual([newer, undefined]);
    expect([byText?.id, byText?.match?.excerpt]).toEqual([older, expect.stringContaining(`${word} older`)]);

    expect((await api.request("DELETE", `/conversations/${older}`)).status).toBe(204);
    expect((await api.request("GET", `/conversations/${older}`)).status).toBe(404);
    expect((await api.request("GET", `/conversations/${older}/messages`)).status).toBe(404);
  });

  it("come in pages", async () => {
    const word = `medlar${Date.now()}`;
    for (const place of [1, 2, 3]) await api.chat({ message: `/echo ${word} ${place}` });
    const first = await api.request<ConversationPage>("GET", `/conversations?q=${word}&limit=2`);
    expect(first.body.conversations).toHaveLength(2);
    const rest = await api.request<ConversationPage>(
      "GET",
      `/conversations?q=${word}&limit=2&cursor=${encodeURIComponent(first.body.cursor ?? "")}`,
    );
    expect(rest.body.conversations.map(({ title }) => title)).toEqual([`/echo ${word} 1`]);
  });
});

describe("A conversation under the caller's own id", () => {
  it("is made by the first turn, which leaves it no settings, and goes on with the others", async () => {
    const conversationId = `own-${Date.now()}`;
    const own = { conversationId, createConversation: true };
    const first = await api.chat({ ...own, message: "/echo one", maxTokens: 20 });
    const second = await api.chat({ ...own, message: "/echo two" });
    expect([first.body.conversationId, second.body.conversationId]).toEqual([conversationId, conversationId]);
    const route = `/conversations/${conversationId}`;
    expect((await api.request("GET", route)).body).not.toHaveProperty("settings");
    const question = await api.request("GET", `${route}/messages/${second.body.userMessageId}`);
    expect(question.body).toMatchObject({ parentId: first.body.message.id });
  });

  it("has an id of letters, digits, - and _, and is not made unasked", async () => {
    const refusals: [ChatRequest, string][] = [
      [{ message: "hi", createConversation: true }, "createConversation: needs a conversationId."],
      [
        { message: "hi", createConversation: true, conversationId: "a/b" },
        'conversationId: is "a/b"; a new one may have letters, digits, - and _.',
      ],
      [{ message: "hi", conversationId: "never-was" }, "There is no such conversation."],
    ];
    for (const [request, message] of refusals) {
      const { body } = await api.request<ErrorBody>("POST", "/chat", request);
      expect(body.error.message).toBe(message);
    }
  });
});
