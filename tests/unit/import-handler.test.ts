import { beforeEach, describe, expect, it } from "vitest";
import { createNewId } from "../../runtime/adapters/new-id";
import type { Conversation } from "../../runtime/contract/conversation";
import type { ErrorBody } from "../../runtime/contract/problem";
import { createConversations } from "../../runtime/lambda/conversations";
import type { FileRecords } from "../../runtime/file-ports";
import type { ConversationStore } from "../../runtime/ports";
import { apiEvent } from "./fakes/api-event";
import { FakeTime } from "./fakes/fake-time";
import { createListLogger } from "./fakes/list-logger";
import { createMemoryConversationStore } from "./fakes/memory-conversation-store";
import { createMemoryFileRecords } from "./fakes/memory-file-records";
import { createMemoryPresetStore } from "./fakes/memory-preset-store";
import { createMemoryProfileStore } from "./fakes/memory-profile-store";
import { noUsage, standardTier } from "./fakes/no-usage";

let store: ConversationStore;
let files: FileRecords;
let post: (path: string, body: unknown, owner?: string) => Promise<{ status: number; body: unknown }>;

beforeEach(() => {
  const { clock } = new FakeTime();
  store = createMemoryConversationStore(clock);
  files = createMemoryFileRecords(clock);
  const presets = createMemoryPresetStore();
  const profiles = createMemoryProfileStore();
  const others = { presets, profiles, usage: noUsage, logger: createListLogger() };
  const handle = createConversations(
    { ...others, store, files, clock, newId: createNewId(clock) },
    { tiers: [standardTier] },
  );
  post = async (path, body, owner = "ann") => {
    const authorizer = { owner, actsForUsers: "false" };
    const answer = await handle(apiEvent({ method: "POST", path, body, authorizer }));
    return { status: answer.statusCode, body: answer.body === "" ? undefined : JSON.parse(answer.body) };
  };
});

const dates = { createdAt: "2026-01-01T12:00:00Z", updatedAt: "2026-01-02T12:00:00Z" };
const utc = { createdAt: "2026-01-01T12:00:00.000Z", updatedAt: "2026-01-02T12:00:00.000Z" };
const question = {
  id: "01ARZ3NDEKTSV4RRFFQ69G5FA0",
  parentId: null,
  role: "user",
  text: "1?",
  status: "complete",
  ...dates,
};
const reply = {
  ...question,
  id: "01ARZ3NDEKTSV4RRFFQ69G5FA1",
  parentId: question.id,
  role: "assistant",
  text: "One.",
};
const next = { ...question, id: "01ARZ3NDEKTSV4RRFFQ69G5FA2", parentId: reply.id, text: "2?" };
const content = { title: "Bread", ...dates, messages: [question, reply] };

const messagesOf = async (id: string) => (await store.listMessages("ann", id, { limit: 10 })).messages;

describe("POST /conversations", () => {
  it("keeps what was asked about and answered from, without files that are not the caller's", async () => {
    const own = { id: "own", name: "bread.pdf", type: "application/pdf", size: 9 };
    const another = { id: "another", name: "secret.pdf", type: "application/pdf", size: 9 };
    for (const [owner, file] of [
      ["ann", own],
      ["bob", another],
    ] as const)
      await files.createFile({
        owner,
        file: { ...file, createdAt: utc.createdAt },
        lookAt: 9e15,
        until: 9e15,
        maxPersonBytes: 99,
      });
    const sources = [{ fileId: "own", name: "bread.pdf", parts: ["page 12"] }];
    const asked = { ...question, files: [{ ...own, name: "renamed.pdf" }, another] };
    const hidden = { ...next, files: [another] };
    const messages = [asked, { ...reply, sources }, hidden];
    const { status, body } = await post("/conversations", { ...content, messages });
    expect(status).toBe(201);
    const [last, answer, first] = await messagesOf((body as Conversation).id);
    expect(first?.files).toEqual([own]);
    expect(answer?.sources).toEqual(sources);
    expect(last).not.toHaveProperty("files");
  });

  it("makes what was exported, under an id of its own, and takes more of it", async () => {
    const settings = { temperature: 0.5 };
    const { status, body } = await post("/conversations", { ...content, pinned: true, settings });
    const { id } = body as Conversation;
    expect([status, body]).toEqual([201, { id, title: "Bread", ...utc, pinned: true, settings }]);
    expect(await store.getConversation("ann", id)).toEqual(body);
    expect(await post(`/conversations/${id}/messages`, { messages: [next] })).toEqual({
      status: 204,
      body: undefined,
    });
    const stored = { conversationId: id, ...utc };
    expect(await messagesOf(id)).toEqual([
      { ...next, ...stored },
      { ...reply, ...stored },
      { ...question, ...stored },
    ]);
  });

  it("has no settings and no pin when none are there", async () => {
    const { body } = await post("/conversations", { ...content, settings: {} });
    expect(body).toEqual({ id: expect.any(String), title: "Bread", ...utc, pinned: false });
  });

  it.each<[string, object]>([
    ["title: is missing; it must be a string.", { title: undefined }],
    ["updatedAt: 2025-01-01T12:00:00Z is before createdAt.", { updatedAt: "2025-01-01T12:00:00Z" }],
    ['createdAt: is "yesterday"; it must be a date-time as in RFC 3339.', { createdAt: "yesterday" }],
    [
      "messages: has 101 entries; at most 100 are allowed.",
      { messages: Array.from({ length: 101 }, () => reply) },
    ],
    ['messages.0.id: is "x"; allowed: a ULID.', { messages: [{ ...question, id: "x" }] }],
    [
      "messages.0.parentId: has 0 characters; at least 1 must be there.",
      { messages: [{ ...reply, parentId: "" }] },
    ],
    [
      "messages.0.usage.promptTokens: is -1; the least allowed is 0.",
      {
        messages: [{ ...reply, usage: { promptTokens: -1, completionTokens: 0 } }],
      },
    ],
    ["messages.0.sender: is not a known field; known are ", { messages: [{ ...question, sender: "x" }] }],
    [`messages.0.parentId: ${question.id} is neither here nor stored.`, { messages: [reply] }],
  ])("is refused with %s", async (problem, wrong) => {
    const { status, body } = await post("/conversations", { ...content, ...wrong });
    expect(status).toBe(400);
    expect((body as ErrorBody).error.message).toContain(problem);
    expect(await store.listConversations("ann", { limit: 10 })).toEqual({ conversations: [] });
  });
});

describe("POST /conversations/{id}/messages", () => {
  it("is refused when a parent is not there, and for another's conversation", async () => {
    const { id } = (await post("/conversations", content)).body as Conversation;
    const before = await messagesOf(id);
    const lost = { ...next, parentId: "01ARZ3NDEKTSV4RRFFQ69G5F00" };
    const refused = await post(`/conversations/${id}/messages`, { messages: [lost] });
    expect([refused.status, (refused.body as ErrorBody).error.message]).toEqual([
      400,
      `messages.0.parentId: ${lost.parentId} is neither here nor stored.`,
    ]);
    expect((await post(`/conversations/${id}/messages`, { messages: [] })).status).toBe(400);
    expect((await post(`/conversations/${id}/messages`, { messages: [next] }, "bob")).status).toBe(404);
    expect(await messagesOf(id)).toEqual(before);
  });
});
