import { beforeEach, describe, expect, it } from "vitest";
import { createNewId } from "../../runtime/adapters/new-id";
import type { PresetList } from "../../runtime/contract/preset";
import type { ErrorBody } from "../../runtime/contract/problem";
import type { NewTurn } from "../../runtime/ports";
import type { ConversationStore, NewId, PresetStore } from "../../runtime/ports";
import { createConversations } from "../../runtime/lambda/conversations";
import { createTurnMaker } from "../contract/new-turn";
import { type ApiCall, apiEvent } from "./fakes/api-event";
import { FakeTime } from "./fakes/fake-time";
import { createListLogger } from "./fakes/list-logger";
import { createMemoryConversationStore } from "./fakes/memory-conversation-store";
import { createMemoryPresetStore } from "./fakes/memory-preset-store";
import { createMemoryProfileStore } from "./fakes/memory-profile-store";
import { noUsage, standardTier } from "./fakes/no-usage";
import { createMemoryFileRecords } from "./fakes/memory-file-records";

let time: FakeTime;
let store: ConversationStore;
let presets: PresetStore;
let newId: NewId;
let logger: ReturnType<typeof createListLogger>;
let turn: NewTurn;

beforeEach(async () => {
  time = new FakeTime();
  store = createMemoryConversationStore(time.clock);
  newId = createNewId(time.clock);
  presets = createMemoryPresetStore();
  logger = createListLogger();
  turn = createTurnMaker(time.clock)({ text: "Sourdough" });
  await store.beginTurn(turn);
});

async function call(method: string, path: string, more: ApiCall = {}) {
  const profiles = createMemoryProfileStore({ bob: { isAdmin: true } });
  const files = createMemoryFileRecords(time.clock);
  const ports = { store, files, presets, profiles, usage: noUsage, logger, clock: time.clock, newId };
  const answer = await createConversations(ports, { tiers: [standardTier] })(
    apiEvent({ method, path, ...more }),
  );
  const body: unknown = answer.body === "" ? undefined : JSON.parse(answer.body);
  return { status: answer.statusCode, headers: answer.headers, body };
}

const of = (path = "") => `/conversations/${turn.conversation.id}${path}`;
const codeOf = ({ status, body }: Awaited<ReturnType<typeof call>>) => [
  status,
  (body as { error: { code: string } }).error.code,
];

describe("the routes", () => {
  it("list conversations, by page and by search", async () => {
    const { status, headers, body } = await call("GET", "/conversations");
    expect([status, body]).toEqual([200, { conversations: [turn.conversation] }]);
    expect(headers).toEqual({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-request-id": "request-1",
    });
    expect((await call("GET", "/conversations", { query: { q: "rye", limit: "5" } })).body).toEqual({
      conversations: [],
    });
  });

  it("read, change and delete a conversation", async () => {
    expect((await call("GET", of())).body).toEqual(turn.conversation);
    const renamed = { ...turn.conversation, title: "Rye" };
    expect((await call("PATCH", of(), { body: { title: "Rye" } })).body).toEqual(renamed);
    const { status, body, headers } = await call("DELETE", of());
    expect([status, body]).toEqual([204, undefined]);
    expect(headers["x-request-id"]).toBe("request-1");
    expect(codeOf(await call("GET", of()))).toEqual([404, "not_found"]);
  });

  it("finish a deletion that was cut short, although the conversation is gone already", async () => {
    const deleted: string[] = [];
    store.deleteConversation = async (owner, id) => void deleted.push(`${owner} ${id}`);
    expect(codeOf(await call("DELETE", "/conversations/gone"))).toEqual([404, "not_found"]);
    expect(deleted).toEqual(["ann gone"]);
  });

  it("list messages newest first, and read one", async () => {
    expect((await call("GET", of("/messages"))).body).toEqual({ messages: [turn.reply, turn.user] });
    const page = (await call("GET", of("/messages"), { query: { limit: "1" } })).body;
    expect(page).toEqual({ messages: [turn.reply], cursor: expect.any(String) });
    expect((await call("GET", of(`/messages/${turn.user.id}`))).body).toEqual(turn.user);
  });

  it("set and clear feedback", async () => {
    const path = of(`/messages/${turn.reply.id}/feedback`);
    const feedback = { rating: "dislike", comment: "too long" };
    expect((await call("PUT", path, { body: feedback })).body).toEqual({ ...turn.reply, feedback });
    expect((await call("PUT", path, { body: "null" })).body).toEqual(turn.reply);
  });

  it("stop the running reply, and say when none runs", async () => {
    expect((await call("POST", of("/stop"))).body).toEqual({ stopping: true });
    await time.pass(20_000);
    expect((await call("POST", of("/stop"))).body).toEqual({ stopping: false });
  });

  it("replace a conversation's settings, and clear them with null or none", async () => {
    const settings = { system: "Be brief.", temperature: 1e-300 };
    const kept = { ...turn.conversation, settings: { system: "Be brief.", temperature: 1e-100 } };
    expect((await call("PATCH", of(), { body: { settings } })).body).toEqual(kept);
    expect((await call("PATCH", of(), { body: { title: turn.conversation.title } })).body).toEqual(kept);
    for (const cleared of [null, {}]) {
      await call("PATCH", of(), { body: { settings } });
      expect((await call("PATCH", of(), { body: { settings: cleared } })).body).toEqual(turn.conversation);
    }
  });

  it("keep, list by name, replace and delete presets", async () => {
    const put = (id: string, name: string) =>
      call("PUT", `/presets/${id}`, { body: { name, settings: { temperature: 0.5 } } });
    const preset = { id: "b", name: "Ärger", settings: { temperature: 0.5 } };
    expect(await put("b", "Ärger")).toMatchObject({ status: 200, body: preset });
    await put("a", "Zebra");
    await put("c", "anchor");
    const names = async () =>
      ((await call("GET", "/presets")).body as PresetList).presets.map(({ name }) => name);
    expect(await names()).toEqual(["anchor", "Ärger", "Zebra"]);
    await put("a", "Aardvark");
    expect(await names()).toEqual(["Aardvark", "anchor", "Ärger"]);
    expect((await call("DELETE", "/presets/a")).status).toBe(204);
    expect(await names()).toEqual(["anchor", "Ärger"]);
    expect(codeOf(await call("DELETE", "/presets/a"))).toEqual([404, "not_found"]);
  });

  it("tell who the caller is, and whether they are an admin", async () => {
    expect((await call("GET", "/me")).body).toEqual({ user: { id: "ann", isAdmin: false } });
    const headers = { "x-parley-user": "bob" };
    const authorizer = { owner: "server", actsForUsers: "true" };
    expect((await call("GET", "/me", { headers, authorizer })).body).toEqual({
      user: { id: "bob", isAdmin: true },
    });
  });

  it("answer health without a key", async () => {
    const { status, body } = await call("GET", "/health", { authorizer: undefined });
    expect([status, body]).toEqual([200, { status: "ok" }]);
  });

  it("take a path with a slash at its end", async () => {
    expect((await call("GET", "/conversations/")).status).toBe(200);
  });
});

describe("what is refused", () => {
  it.each([
    ["GET", "/sourdough", 404, "not_found"],
    ["GET", "/", 404, "not_found"],
    ["GET", `/conversations/${"x".repeat(65)}`, 404, "not_found"],
    ["GET", "/conversations//messages", 404, "not_found"],
    ["PUT", "/conversations", 405, "method_not_allowed"],
    ["GET", "/conversations?limit", 404, "not_found"],
  ])("%s %s is %i %s", async (method, path, status, code) => {
    expect(codeOf(await call(method, path))).toEqual([status, code]);
  });

  it("a method that is not allowed is told which are", async () => {
    const answer = await call("POST", of());
    expect([answer.status, answer.headers["allow"]]).toEqual([405, "GET, PATCH, DELETE"]);
    expect(answer.body).toEqual({
      error: {
        code: "method_not_allowed",
        message: "POST is not allowed here; allowed is GET, PATCH, DELETE.",
        requestId: "request-1",
      },
    });
    expect((await call("GET", "/chat")).headers["allow"]).toBe("POST");
  });

  it.each<[string, ApiCall, string]>([
    ["/conversations", { query: { limit: "0" } }, "limit: is 0; the least allowed is 1."],
    ["/conversations", { query: { limit: "ten" } }, 'limit: must be an integer, not "ten".'],
    ["/conversations", { query: { sort: "x" } }, "sort: is not a known field; known are limit, cursor, q."],
    ["/conversations", { query: { cursor: "zzz" } }, "cursor: is not one that this list gave."],
  ])("GET %s with %j is told why", async (path, more, message) => {
    const answer = await call("GET", path, more);
    expect(codeOf(answer)).toEqual([400, "bad_request"]);
    expect(answer.body).toMatchObject({ error: { message } });
  });

  it("a body that is wrong changes nothing", async () => {
    for (const body of [{}, { title: "" }, { title: "x".repeat(201) }, { pinned: 1 }, { id: "x" }, "{", ""])
      expect(codeOf(await call("PATCH", of(), { body }))).toEqual([400, "bad_request"]);
    expect(await store.getConversation("ann", turn.conversation.id)).toEqual(turn.conversation);
  });

  it("a preset too many, or a wrong one, is told why and changes nothing", async () => {
    const body = { name: "Plain", settings: {} };
    for (let made = 0; made < 50; made++) await call("PUT", `/presets/p${made}`, { body });
    const before = (await call("GET", "/presets")).body;
    const messageOf = async (path: string, body: unknown) => {
      const answer = await call("PUT", path, { body });
      return [answer.status, (answer.body as ErrorBody).error.message];
    };
    expect(await messageOf("/presets/more", body)).toEqual([
      409,
      "presets: there are 50; at most 50 are allowed. Delete one first.",
    ]);
    expect(await messageOf("/presets/p%2F1", body)).toEqual([
      400,
      'id: is "p%2F1"; allowed: letters, digits, - and _.',
    ]);
    expect(await messageOf("/presets/p1", { name: "", settings: {} })).toEqual([
      400,
      "name: has 0 characters; at least 1 must be there.",
    ]);
    expect(await messageOf("/presets/p1", { name: "x", settings: { temperature: 3 } })).toEqual([
      400,
      "settings.temperature: is 3; the most allowed is 2.",
    ]);
    expect((await call("GET", "/presets")).body).toEqual(before);
    expect((await call("PUT", "/presets/p1", { body })).status).toBe(200);
  });

  it("another's conversation is 404 on every route, and unharmed", async () => {
    const authorizer = { owner: "bob", actsForUsers: "false" };
    const calls: [string, string, unknown?][] = [
      ["GET", of()],
      ["PATCH", of(), { title: "mine" }],
      ["DELETE", of()],
      ["GET", of("/messages")],
      ["GET", of(`/messages/${turn.user.id}`)],
      ["PUT", of(`/messages/${turn.reply.id}/feedback`), { rating: "like" }],
      ["POST", of("/stop")],
    ];
    for (const [method, path, body] of calls)
      expect(codeOf(await call(method, path, { body, authorizer }))).toEqual([404, "not_found"]);
    expect((await call("GET", of("/messages"))).body).toEqual({ messages: [turn.reply, turn.user] });
  });

  it("a fault of ours is logged once and told without a detail", async () => {
    const error = new Error("User is not authorized to perform: dynamodb:Query");
    store.listConversations = () => Promise.reject(error);
    const answer = await call("GET", "/conversations");
    expect(codeOf(answer)).toEqual([500, "internal"]);
    expect(JSON.stringify(answer.body)).not.toContain("dynamodb");
    expect(logger.entries).toEqual([
      { level: "error", message: "the request failed", requestId: "request-1", error },
    ]);
  });
});
