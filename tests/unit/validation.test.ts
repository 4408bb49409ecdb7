import { describe, expect, it } from "vitest";
import { ChatRequestSchema } from "../../runtime/contract/chat";
import { ConversationPatchSchema, PageQuerySchema } from "../../runtime/contract/conversation";
import { FeedbackRequestSchema } from "../../runtime/contract/message";
import { OpenAiMessageSchema } from "../../runtime/contract/openai-messages";
import { PresetContentSchema } from "../../runtime/contract/preset";
import { Problem } from "../../runtime/contract/problem";
import { check } from "../../runtime/lambda/validation";

describe("check", () => {
  it("gives back what the schema takes", () => {
    const request = { message: "Hi", parentId: null, temperature: 0, stream: true };
    expect(check(ChatRequestSchema, request, "body")).toBe(request);
    expect(check(FeedbackRequestSchema, null, "body")).toBeNull();
  });

  it.each([
    [ChatRequestSchema, [1], "body: must be a JSON object, not [1]."],
    [PresetContentSchema, { settings: {} }, "name: is missing; it must be a string."],
    [ChatRequestSchema, { message: 7 }, "message: must be a string, not 7."],
    [ChatRequestSchema, { message: "" }, "message: has 0 characters; at least 1 must be there."],
    [
      ChatRequestSchema,
      { message: "x".repeat(200_001) },
      "message: has 200001 characters; at most 200000 are allowed.",
    ],
    [ChatRequestSchema, { message: "x", parentId: 5 }, "parentId: must be a string or null, not 5."],
    [
      ChatRequestSchema,
      { message: "x", parentId: "x".repeat(65) },
      "parentId: has 65 characters; at most 64 are allowed.",
    ],
    [ChatRequestSchema, { message: "x", temperature: 2.5 }, "temperature: is 2.5; the most allowed is 2."],
    [ChatRequestSchema, { message: "x", maxTokens: 0 }, "maxTokens: is 0; the least allowed is 1."],
    [ChatRequestSchema, { message: "x", maxTokens: 1.5 }, "maxTokens: must be an integer, not 1.5."],
    [ChatRequestSchema, { message: "x", stream: "yes" }, 'stream: must be true or false, not "yes".'],
    [
      ChatRequestSchema,
      { message: "x", conversationId: { a: "b".repeat(100) } },
      `conversationId: must be a string, not {"a":"${"b".repeat(34)}….`,
    ],
    [
      ConversationPatchSchema,
      { name: "x" },
      "name: is not a known field; known are title, pinned, settings.",
    ],
    [ConversationPatchSchema, {}, "body: must have at least one of title, pinned, settings."],
    [FeedbackRequestSchema, { rating: "meh" }, 'rating: must be "like" or "dislike", not "meh".'],
    [FeedbackRequestSchema, 5, "body: must be a JSON object or null, not 5."],
    [
      OpenAiMessageSchema,
      { role: "robot", content: 7 },
      'role: must be "system" or "developer" or "user" or "assistant" or "tool", not "robot".',
    ],
    [OpenAiMessageSchema, { role: "user", content: 7 }, "content: must be a string or a list, not 7."],
    [OpenAiMessageSchema, { role: "tool", content: "" }, "tool_call_id: is missing; it must be a string."],
    [
      OpenAiMessageSchema,
      { role: "assistant", content: [{ type: "text" }] },
      "content.0.text: is missing; it must be a string.",
    ],
    [
      OpenAiMessageSchema,
      { role: "assistant", tool_calls: [{ id: "a", type: "custom" }] },
      'tool_calls.0.type: must be "function", not "custom".',
    ],
    [PageQuerySchema, { limit: 101 }, "limit: is 101; the most allowed is 100."],
    [PageQuerySchema, { limit: "ten" }, 'limit: must be an integer, not "ten".'],
  ])("tells what is wrong and what is allowed (%#)", (schema, value, message) => {
    expect(() => check(schema, value, "body")).toThrow(new Problem("bad_request", message));
  });
});
