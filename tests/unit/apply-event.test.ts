import { describe, expect, it } from "vitest";
import type { Message } from "../../runtime/contract/message";
import type { StreamEvent } from "../../runtime/contract/stream-event";
import { applyEvent } from "../../runtime/core/apply-event";

const reply: Message = {
  id: "shown-before-the-store-knew-it",
  conversationId: "",
  parentId: null,
  role: "assistant",
  text: "",
  status: "running",
  createdAt: "2026-03-01T12:00:00.000Z",
  updatedAt: "2026-03-01T12:00:00.000Z",
};
const started: StreamEvent = {
  type: "started",
  conversationId: "c",
  userMessageId: "u",
  messageId: "m",
  title: "Bread",
};
const after = (message: Message, ...events: StreamEvent[]) => events.reduce(applyEvent, message);

describe("applyEvent", () => {
  it("gives the reply its ids when the turn has started", () => {
    expect(after(reply, started)).toEqual({ ...reply, id: "m", conversationId: "c", parentId: "u" });
  });

  it("adds text to text and reasoning to reasoning", () => {
    const told = after(
      reply,
      { type: "reasoning", text: "Flour" },
      { type: "reasoning", text: " first." },
      { type: "text", text: "Take " },
      { type: "text", text: "flour." },
    );
    expect(told).toEqual({ ...reply, reasoning: "Flour first.", text: "Take flour." });
  });

  it("shows a turn that is told a second time only once", () => {
    const text: StreamEvent = { type: "text", text: "Take flour." };
    const thought: StreamEvent = { type: "reasoning", text: "Flour" };
    const once = after(reply, started, thought, text);
    expect(after(once, started, thought, text)).toEqual(once);
    expect(after(once, started)).not.toHaveProperty("reasoning");
  });

  it("leaves the reply alone while the model wakes", () => {
    expect(after(reply, { type: "status", status: "waking", estimateSec: 60 })).toBe(reply);
  });

  it("ends with the reply as stored", () => {
    const message: Message = { ...reply, id: "m", text: "Take flour.", status: "complete" };
    expect(after(reply, started, { type: "done", message })).toBe(message);
  });

  it("keeps what was written when the reply fails", () => {
    const error = { code: "model_error", message: "The model failed. Try again." };
    expect(after(reply, { type: "text", text: "Take" }, { type: "error", error })).toEqual({
      ...reply,
      text: "Take",
      status: "failed",
      finishReason: "error",
      error,
    });
  });

  it("takes the failed reply as stored when it is there", () => {
    const error = { code: "internal", message: "The reply was interrupted. Try again." };
    const message: Message = { ...reply, text: "Take", status: "interrupted" };
    expect(after(reply, { type: "error", error, message })).toBe(message);
  });
});
