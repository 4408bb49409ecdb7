import { describe, expect, inject, it } from "vitest";
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
});
