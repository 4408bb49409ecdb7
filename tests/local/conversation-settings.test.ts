import { describe, expect, inject, it } from "vitest";
import type { ChatRequest } from "../../runtime/contract/chat";
import type { Conversation } from "../../runtime/contract/conversation";
import { ApiClient } from "./api-client";

const api = new ApiClient(inject("outputs"));

describe("The settings of a conversation", () => {
  it("are those it was begun with, and hold for its later turns until they are changed", async () => {
    const first = await api.chat({ message: "/tokens 20 200", maxTokens: 5, temperature: 0 });
    const { conversationId } = first.body;
    const read = async () =>
      (await api.request<Conversation>("GET", `/conversations/${conversationId}`)).body.settings;
    expect(await read()).toEqual({ maxTokens: 5, temperature: 0 });
    const later = () => api.chat({ message: "/tokens 20 200", conversationId });
    expect((await later()).body.message).toMatchObject({ finishReason: "length" });

    const route = `/conversations/${conversationId}`;
    const changed = await api.request<Conversation>("PATCH", route, { settings: { maxTokens: 500 } });
    expect(changed.body.settings).toEqual({ maxTokens: 500 });
    expect((await later()).body.message).toMatchObject({ finishReason: "stop" });
    await api.request("PATCH", route, { settings: null });
    expect(await read()).toBeUndefined();
  });

  it("bring their system prompt to the model with every turn; where they have none, the stack's own goes", async () => {
    const ask = async (request: Partial<ChatRequest>) =>
      (await api.chat({ message: "/system", ...request })).body;
    const first = await ask({ system: "Answer in rhymes." });
    const { conversationId } = first;
    const later = async () => (await ask({ conversationId })).message.text;
    expect([first.message.text, await later()]).toEqual(["Answer in rhymes.", "Answer in rhymes."]);

    const route = `/conversations/${conversationId}`;
    await api.request("PATCH", route, { settings: { system: "Answer in prose." } });
    expect(await later()).toBe("Answer in prose.");
    await api.request("PATCH", route, { settings: null });
    expect(await later()).toBe("You are a helpful assistant. Answer in Markdown.");
  });
});
