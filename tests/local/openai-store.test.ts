import { describe, expect, inject, it } from "vitest";
import type { Conversation, ConversationPage, MessagePage } from "../../runtime/contract/conversation";
import { ApiClient } from "./api-client";
import { asking, model, openAiClient } from "./openai-client";

const outputs = inject("outputs");
const api = new ApiClient(outputs);
const openai = openAiClient(outputs);

/** Roles, texts and statuses of a conversation, oldest first. */
async function toldIn(conversationId: string) {
  const { body } = await api.request<MessagePage>("GET", `/conversations/${conversationId}/messages`);
  return body.messages.map(({ role, text, status }) => [role, text, status]).toReversed();
}

describe("store: true", () => {
  it("keeps the exchange as a conversation, which the chat can go on with", async () => {
    const { data, response } = await openai.chat.completions
      .create({
        model,
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "What is the weather?" },
          {
            role: "assistant",
            content: null,
            tool_calls: [
              { id: "call_1", type: "function", function: { name: "weather", arguments: '{"city":"Oslo"}' } },
            ],
          },
          { role: "tool", tool_call_id: "call_1", content: "Rain" },
          { role: "assistant", content: "It rains." },
          { role: "user", content: "/tokens 3 100" },
        ],
        temperature: 0.5,
        store: true,
      })
      .withResponse();
    const id = response.headers.get("x-parley-conversation") ?? "";
    const conversation = await api.request<Conversation>("GET", `/conversations/${id}`);
    expect(conversation.body).toMatchObject({
      title: "What is the weather?",
      settings: { model, system: "Be brief.", temperature: 0.5, maxTokens: 4096 },
    });
    expect(await toldIn(id)).toEqual([
      ["user", "What is the weather?", "complete"],
      ["assistant", '**weather**\n\n```json\n{"city":"Oslo"}\n```', "complete"],
      ["user", "**weather** →\n\n```\nRain\n```", "complete"],
      ["assistant", "It rains.", "complete"],
      ["user", "/tokens 3 100", "complete"],
      ["assistant", "word1 word2 word3 ", "complete"],
    ]);
    const replyId = data.id.replace("chatcmpl-", "");
    const reply = await api.request("GET", `/conversations/${id}/messages/${replyId}`);
    expect(reply.body).toMatchObject({ finishReason: "stop", usage: { completionTokens: 3 } });

    const went = await api.chat({ message: "/system", conversationId: id });
    expect(went.body.message).toMatchObject({ text: "Be brief.", status: "complete" });
  });

  it("keeps a stream while it is written, and a stop from the page ends it", async () => {
    const { data, response } = await openai.chat.completions
      .create({ ...asking("/tokens 2000 40"), store: true, stream: true })
      .withResponse();
    const id = response.headers.get("x-parley-conversation") ?? "";
    let reason: string | null = null;
    let text = "";
    for await (const { choices } of data) {
      if (text === "") await api.request("POST", `/conversations/${id}/stop`);
      text += choices[0]?.delta.content ?? "";
      reason = choices[0]?.finish_reason ?? reason;
    }
    expect(reason).toBe("stop");
    expect(await toldIn(id)).toEqual([
      ["user", "/tokens 2000 40", "complete"],
      ["assistant", text, "stopped"],
    ]);
  });

  it("keeps calls that the model asked for, and what failed", async () => {
    const tools = [{ type: "function" as const, function: { name: "weather" } }];
    const called = await openai.chat.completions
      .create({ ...asking("/tool weather {}"), tools, store: true })
      .withResponse();
    expect(await toldIn(called.response.headers.get("x-parley-conversation") ?? "")).toEqual([
      ["user", "/tool weather {}", "complete"],
      ["assistant", "**weather**\n\n```json\n{}\n```", "complete"],
    ]);

    const word = `failing${Date.now()}`;
    const messages = [
      { role: "user" as const, content: word },
      { role: "user" as const, content: "/fail 2" },
    ];
    await expect(openai.chat.completions.create({ model, messages, store: true })).rejects.toThrow("500");
    const found = await api.request<ConversationPage>("GET", `/conversations?q=${word}`);
    expect(await toldIn(found.body.conversations[0]?.id ?? "")).toEqual([
      ["user", `${word}\n\n/fail 2`, "complete"],
      ["assistant", "word1 word2 ", "failed"],
    ]);
  });

  it("is what it takes: without it nothing is kept", async () => {
    const word = `hush${Date.now()}`;
    const { response } = await openai.chat.completions.create(asking(`/echo ${word}`)).withResponse();
    expect(response.headers.has("x-parley-conversation")).toBe(false);
    const found = await api.request<ConversationPage>("GET", `/conversations?q=${word}`);
    expect(found.body.conversations).toEqual([]);
  });
});
