import { beforeAll, describe, expect, inject, it } from "vitest";
import type { ChatResponse } from "../../runtime/contract/chat";
import type { NewKey } from "../../runtime/contract/key";
import { limits } from "../../runtime/contract/limits";
import { apiRoutes } from "../../runtime/contract/api-routes";
import { ApiClient } from "./api-client";
import { uploadFile } from "./file-upload";
import { deviations } from "./openapi/conformance";
import { ApiDocument, type Operation } from "./openapi/document";
import { type RawAnswer, sendRaw } from "./openapi/raw-request";

const { apiKey, invokeUrl } = inject("outputs");
const authorization = `Bearer ${apiKey}`;
let document: ApiDocument;
let turn: ChatResponse;
let keyId: string;
let fileId: string;

beforeAll(async () => {
  document = await ApiDocument.fetchFrom(invokeUrl);
  const api = new ApiClient({ invokeUrl, apiKey });
  turn = (await api.chat({ message: "/echo documented" })).body;
  fileId = await uploadFile(api, "documented.txt", "hello");
  const key = { name: "To be revoked", owner: "documented" };
  keyId = (await api.request<NewKey>("POST", "/keys", key)).body.id;
});

interface Asked {
  /** In place of the parameters of the path. */
  parameters?: Record<string, string>;
  query?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

function ask(operation: Operation, asked: Asked): Promise<RawAnswer> {
  const { body, parameters = {}, query = "", headers = { authorization } } = asked;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? "unknown");
  return sendRaw(invokeUrl, {
    method: operation.method,
    path: path + query,
    headers,
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
}

/** In what the answer is another one than it must be; nothing when all is well. */
async function wrongWith(id: string, status: number, asked: Asked): Promise<string[]> {
  const operation = document.operation(id);
  const answer = await ask(operation, asked);
  const found = deviations(operation, answer);
  if (answer.status !== status) found.push(`${answer.status} instead of ${status}: ${answer.body}`);
  return found.map((deviation) => `${id}: ${deviation}`);
}

/** The same for one request after the other. */
async function wrongWithAll(requests: [id: string, status: number, asked: Asked][]): Promise<string[]> {
  const found: string[] = [];
  for (const request of requests) found.push(...(await wrongWith(...request)));
  return found;
}

const conversation = () => ({ id: turn.conversationId });
const message = () => ({ id: turn.conversationId, mid: turn.message.id });
const dates = { createdAt: "2026-01-01T12:00:00Z", updatedAt: "2026-01-01T12:00:00Z" };
const imported = {
  id: "01ARZ3NDEKTSV4RRFFQ69G5FAV",
  parentId: null,
  role: "user",
  text: "hi",
  status: "complete",
  ...dates,
};

const completion = { model: "openai/gpt-oss-20b", messages: [{ role: "user", content: "/echo hello" }] };

/** For each operation, requests that must go well. */
const sound: Record<string, () => [status: number, asked: Asked][]> = {
  chat: () => [
    [200, { body: { message: "/echo hello", clientMessageId: "documented" } }],
    [200, { body: { message: "/echo hello", stream: true, store: false } }],
    [200, { body: { message: "/echo once" }, headers: { authorization, "idempotency-key": "once" } }],
    [200, { body: { message: "/fail 3", stream: true } }],
  ],
  createChatCompletion: () => [
    [200, { body: completion }],
    [200, { body: { ...completion, stream: true, stream_options: { include_usage: true } } }],
    [200, { body: { ...completion, store: true, temperature: null } }],
  ],
  listModels: () => [[200, {}]],
  retrieveModel: () => [
    [200, { parameters: { id: completion.model } }],
    [200, { parameters: { id: encodeURIComponent(completion.model) } }],
  ],
  listConversations: () => [
    [200, {}],
    [200, { query: "?limit=1&q=documented" }],
  ],
  importConversation: () => [[201, { body: { title: "Told before", ...dates, messages: [imported] } }]],
  getConversation: () => [[200, { parameters: conversation() }]],
  updateConversation: () => [
    [200, { parameters: conversation(), body: { settings: { temperature: 0 }, pinned: true } }],
  ],
  stopReply: () => [[200, { parameters: conversation() }]],
  listMessages: () => [
    [200, { parameters: conversation() }],
    [200, { parameters: conversation(), query: "?limit=1" }],
  ],
  importMessages: () => [[204, { parameters: conversation(), body: { messages: [imported] } }]],
  getMessage: () => [[200, { parameters: message() }]],
  rateMessage: () => [
    [200, { parameters: message(), body: { rating: "dislike", comment: "no" } }],
    [200, { parameters: message(), body: null }],
  ],
  uploadFile: () => [[201, { body: { name: "a.txt", type: "text/plain", size: 5 } }]],
  listFiles: () => [
    [200, {}],
    [200, { query: "?limit=1" }],
  ],
  getFile: () => [[200, { parameters: { id: fileId } }]],
  changeFile: () => [
    [200, { parameters: { id: fileId }, body: { name: "b.txt", conversationId: turn.conversationId } }],
  ],
  deleteFile: () => [[204, { parameters: { id: fileId } }]],
  savePreset: () => [[200, { parameters: { id: "mine" }, body: { name: "Mine", settings: {} } }]],
  listPresets: () => [[200, {}]],
  usage: () => [
    [200, {}],
    [200, { query: "?days=2&everyone=true" }],
  ],
  deletePreset: () => [[204, { parameters: { id: "mine" } }]],
  listKeys: () => [
    [200, {}],
    [200, { query: "?everyone=true&limit=1" }],
  ],
  listPeople: () => [[200, { query: "?limit=1" }]],
  changePerson: () => [
    [200, { parameters: { id: "documented" }, body: { tier: "standard", isAdmin: false } }],
  ],
  makeKey: () => [[201, { body: { name: "Documented", owner: "documented" } }]],
  revokeKey: () => [[204, { parameters: { id: keyId } }]],
  deleteConversation: () => [[204, { parameters: conversation() }]],
  whoAmI: () => [
    [200, {}],
    [200, { headers: { "x-api-key": apiKey } }],
  ],
  health: () => [[200, { headers: {} }]],
  describe: () => [[200, { headers: {} }]],
};

describe("The API's document", () => {
  it("tells of exactly the operations that are asked here", () => {
    const documented = document.operations.map(({ id }) => id).sort();
    expect(documented).toEqual(Object.keys(sound).sort());
    expect(documented).toEqual(apiRoutes.map(({ operation }) => operation).sort());
  });

  it("is open, may be kept and may be read by other pages, and names the server by its path", async () => {
    const answer = await sendRaw(invokeUrl, { method: "GET", path: "/openapi.json", headers: {} });
    expect(answer.headers).toMatchObject({
      "content-type": "application/json",
      "cache-control": "public, max-age=300",
      "access-control-allow-origin": "*",
    });
    const [server] = document.openApi.servers;
    expect(new URL(server?.url ?? "", `${invokeUrl}/openapi.json`).href).toBe(invokeUrl);
  });

  it.each(Object.keys(sound))("is true of %s when all is well", async (id) => {
    const requests = sound[id]?.().map(([status, asked]) => [id, status, asked] as [string, number, Asked]);
    expect(await wrongWithAll(requests ?? [])).toEqual([]);
  });
});

describe("The API's document is true of what is refused:", () => {
  const withKey = ({ isOpen }: Operation) => !isOpen;
  const withBody = ({ body }: Operation) => body !== undefined;
  const withQuery = ({ parameters }: Operation) => parameters.some((parameter) => parameter.in === "query");
  const withIds = ({ answers }: Operation) => "404" in answers;

  /** What is wrong with the answers of those operations, when each is asked so. */
  function refused(
    which: (operation: Operation) => boolean,
    status: number,
    asked: (operation: Operation) => Asked,
  ): Promise<string[]> {
    const operations = document.operations.filter(which);
    expect(operations.length).toBeGreaterThan(1);
    return wrongWithAll(operations.map((operation) => [operation.id, status, asked(operation)]));
  }

  it("no key", async () => {
    expect(await refused(withKey, 401, () => ({ headers: {} }))).toEqual([]);
  });

  it("acting for another user", async () => {
    const headers = { authorization, "x-parley-user": "somebody" };
    expect(await refused(withKey, 403, ({ body }) => ({ headers, body: body?.examples[0] }))).toEqual([]);
  });

  it.each([
    ["that is no JSON", 400, "{"],
    ["that is none", 400, undefined],
    ["of another type", 400, [7]],
    ["over the limit", 413, "x".repeat(limits.bodyBytes + 1)],
  ])("a body %s", async (_, status, body) => {
    expect(await refused(withBody, status, () => ({ body }))).toEqual([]);
  });

  it("a query out of its range", async () => {
    expect(await refused(withQuery, 400, () => ({ query: "?limit=0" }))).toEqual([]);
  });

  it("what is not there", async () => {
    const tooLong = { id: "x".repeat(limits.idChars + 1) };
    const unknown: Record<string, unknown> = {
      chat: { message: "hi", conversationId: "unknown" },
      createChatCompletion: { ...completion, model: "unknown" },
    };
    const asked = ({ body, id }: Operation): Asked => ({
      body: unknown[id] ?? body?.examples[0],
      // An id of any other kind is there as soon as something is saved under it.
      parameters: id === "savePreset" ? tooLong : {},
    });
    expect(await refused(withIds, 404, asked)).toEqual([]);
  });

  it("a model that fails", async () => {
    expect(await wrongWith("chat", 502, { body: { message: "/fail 0" } })).toEqual([]);
    const failing = { ...completion, messages: [{ role: "user", content: "/fail 0" }] };
    expect(await wrongWith("createChatCompletion", 500, { body: failing })).toEqual([]);
  });
});
