import { describe, expect, it } from "vitest";
import type { ImportedMessage } from "../../runtime/contract/conversation-import";
import { sourcesBytes } from "../../runtime/core/message-sources";
import { importedDates, importedMessages, outsideParents } from "../../runtime/core/conversation-import";

const now = Date.parse("2026-03-01T12:00:00Z");
const idOf = (place: number) => `01ARZ3NDEKTSV4RRFFQ69G5FA${place}`;

function message(place: number, more: Partial<ImportedMessage> = {}): ImportedMessage {
  return {
    id: idOf(place),
    parentId: place === 0 ? null : idOf(place - 1),
    role: place % 2 === 0 ? "user" : "assistant",
    text: `text ${place}`,
    status: "complete",
    createdAt: "2026-02-01T12:00:00Z",
    updatedAt: "2026-02-01T12:00:00Z",
    ...more,
  };
}

const read = (messages: ImportedMessage[], stored = new Map<string, "user" | "assistant">()) =>
  importedMessages(messages, stored, "c", now);

/** Sources that take so many bytes. */
function sourcesOf(bytes: number) {
  const source = { fileId: "f", name: "", parts: [] };
  return [{ ...source, name: "x".repeat(bytes - sourcesBytes([source])) }];
}

describe("imported messages", () => {
  it("may have sources that take as much as can be stored", () => {
    expect(read([message(0), message(1, { sources: sourcesOf(32_000) })])).toHaveLength(2);
  });

  it("are stored oldest first, with their dates in UTC", () => {
    const dated = message(1, { createdAt: "2026-02-01T14:00:00+02:00", updatedAt: "2026-02-01T12:00:01.5Z" });
    expect(read([dated, message(0)])).toEqual([
      {
        ...message(0),
        conversationId: "c",
        createdAt: "2026-02-01T12:00:00.000Z",
        updatedAt: "2026-02-01T12:00:00.000Z",
      },
      {
        ...message(1),
        conversationId: "c",
        createdAt: "2026-02-01T12:00:00.000Z",
        updatedAt: "2026-02-01T12:00:01.500Z",
      },
    ]);
  });

  it("may be versions of one another, and follow what is stored", () => {
    const versions = [message(2, { parentId: idOf(1) }), message(3, { parentId: idOf(0) })];
    expect(outsideParents([...versions, message(4, { parentId: idOf(2) })])).toEqual([idOf(1), idOf(0)]);
    const stored = new Map([
      [idOf(0), "user" as const],
      [idOf(1), "assistant" as const],
    ]);
    expect(read(versions, stored)).toHaveLength(2);
  });

  it.each<[string, ImportedMessage[]]>([
    [`messages.1.id: ${idOf(0)} is there twice.`, [message(0), message(0)]],
    [`messages.0.parentId: ${idOf(0)} is neither here nor stored.`, [message(1)]],
    [
      `messages.0.parentId: ${idOf(2)} is not older than what answers it.`,
      [message(1, { parentId: idOf(2) }), message(2)],
    ],
    [
      `messages.0.parentId: ${idOf(0)} is not older than what answers it.`,
      [message(0, { parentId: idOf(0) })],
    ],
    [
      "messages.0.parentId: is null; a reply must have the message it answers.",
      [message(0, { role: "assistant" })],
    ],
    [
      `messages.2.parentId: ${idOf(1)} is a reply; a reply must answer a user's message.`,
      [message(0), message(1), message(2, { role: "assistant" })],
    ],
    ["messages.0.status: is failed; a user's message is complete.", [message(0, { status: "failed" })]],
    ["messages.0.model: is there; only a reply has it.", [message(0, { model: "gpt" })]],
    [
      "messages.1.sources: takes 32001 bytes as JSON within JSON; at most 32000 are allowed.",
      [message(0), message(1, { sources: sourcesOf(32_001) })],
    ],
    [
      "messages.0.updatedAt: 2026-01-01T12:00:00Z is before createdAt.",
      [message(0, { updatedAt: "2026-01-01T12:00:00Z" })],
    ],
    [
      "messages.0.updatedAt: 2026-03-02T12:00:01Z is in the future.",
      [message(0, { updatedAt: "2026-03-02T12:00:01Z" })],
    ],
    [
      "messages.0.id: 7ZZZZZZZZZZZZZZZZZZZZZZZZZ is of the future.",
      [message(0, { id: "7ZZZZZZZZZZZZZZZZZZZZZZZZZ" })],
    ],
  ])("are refused with %s", (problem, messages) => {
    expect(() => read(messages)).toThrow(expect.objectContaining({ code: "bad_request", message: problem }));
  });

  it("take a clock that is a day ahead", () => {
    const dates = { createdAt: "2026-03-02T12:00:00Z", updatedAt: "2026-03-02T12:00:00Z" };
    expect(importedDates(dates, now).updatedAt).toBe("2026-03-02T12:00:00.000Z");
    expect(read([message(0, dates)])).toHaveLength(1);
  });
});
