import { describe, expect, inject, it } from "vitest";
import type { Conversation, ConversationPage } from "../../runtime/contract/conversation";
import type { ErrorBody } from "../../runtime/contract/problem";
import { newcomer } from "./api-client";

describe("An exported conversation", () => {
  it("is taken in again with all its messages, found by its text, and refused whole when it is wrong", async () => {
    const api = await newcomer(inject("outputs"));
    const word = `damson${Date.now()}`;
    const dates = { createdAt: "2026-01-01T12:00:00.000Z", updatedAt: "2026-01-02T12:00:00.000Z" };
    const asked = { role: "user", status: "complete", parentId: null, ...dates };
    const question = { ...asked, id: "01ARZ3NDEKTSV4RRFFQ69G5FA0", text: `What of ${word}?` };
    const reply = { ...question, id: "01ARZ3NDEKTSV4RRFFQ69G5FA1", role: "assistant", text: "A plum." };
    const answer = { ...reply, parentId: question.id, reasoningMs: 900, feedback: { rating: "like" } };
    const content = { title: "Fruit", ...dates, settings: { temperature: 1 }, messages: [question] };
    const find = async () =>
      (await api.request<ConversationPage>("GET", `/conversations?q=${word}`)).body.conversations;

    const wrong = { ...content, messages: [question, { ...answer, parentId: answer.id }] };
    const refused = await api.request<ErrorBody>("POST", "/conversations", wrong);
    expect([refused.status, refused.body.error.code]).toEqual([400, "bad_request"]);
    expect(await find()).toEqual([]);

    const made = await api.request<Conversation>("POST", "/conversations", content);
    expect(made.status).toBe(201);
    const { id } = made.body;
    const route = `/conversations/${id}/messages`;
    expect((await api.request("POST", route, { messages: [answer] })).status).toBe(204);
    const { messages, ...conversation } = content;
    const match = { messageId: question.id, excerpt: question.text };
    expect(await find()).toEqual([{ ...conversation, id, pinned: false, match }]);
    const stored = await api.request("GET", route);
    expect(stored.body).toEqual({
      messages: [answer, ...messages].map((message) => ({ ...message, conversationId: id })),
    });
  });
});
