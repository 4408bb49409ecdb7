import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ConversationPage } from "../../runtime/contract/conversation";
import type { Key, KeyList, NewKey } from "../../runtime/contract/key";
import type { PeoplePage, Person } from "../../runtime/contract/person";
import type { ErrorBody } from "../../runtime/contract/problem";
import type { Me } from "../../runtime/contract/user";
import { ApiClient } from "./api-client";
import { type OwnStack, startOwnStack } from "./own-stack";

let stack: OwnStack;
let admin: ApiClient;

beforeAll(async () => {
  const standard = { name: "standard", requestsPerSecond: 100, burst: 100, requestsPerDay: 10_000 };
  const tiers = [standard, { ...standard, name: "small", requestsPerDay: 2 }];
  stack = await startOwnStack({ signIn: "key", tiers: JSON.stringify(tiers) });
  admin = new ApiClient(stack.outputs);
});
afterAll(() => stack?.stop());

const withKey = (apiKey: string) => new ApiClient({ ...stack.outputs, apiKey });

async function make(api: ApiClient, name: string, owner?: string): Promise<NewKey> {
  const made = await api.request<NewKey>("POST", "/keys", { name, owner });
  expect(made.status).toBe(201);
  return made.body;
}

const listed = async (api: ApiClient, query = ""): Promise<Key[]> =>
  (await api.request<KeyList>("GET", `/keys${query}`)).body.keys;
const codeOf = async (api: ApiClient, method: string, route: string, body?: unknown) => {
  const answer = await api.request<ErrorBody>(method, route, body);
  return [answer.status, answer.body.error.code];
};

/** Signs in to the page; the session's cookie. */
async function signIn(key: string): Promise<string> {
  const answer = await fetch(`${stack.outputs.chatUrl}/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ key }),
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

const onPage = (cookie: string, route: string) =>
  fetch(`${stack.outputs.chatUrl}/api${route}`, { headers: { cookie } });

describe("A key", () => {
  it("works at once at the invoke URL, for its owner alone, and its list shows the use", async () => {
    const made = await make(admin, "Laptop", "ann@example.com");
    const ann = withKey(made.key);
    expect((await ann.request<Me>("GET", "/me")).body).toEqual({
      user: { id: "ann@example.com", isAdmin: false },
    });
    await ann.chat({ message: "/echo Ann's own" });
    const [key] = await listed(ann);
    expect(key).toMatchObject({ id: made.id, name: "Laptop", lastFour: made.key.slice(-4) });
    expect(Date.parse(key?.lastUsedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(made.createdAt));
    expect(await codeOf(ann, "GET", "/keys?everyone=true")).toEqual([403, "forbidden"]);
    expect(await codeOf(ann, "POST", "/keys", { name: "x", owner: "bob" })).toEqual([403, "forbidden"]);
  });

  it("carries its owner: two keys see the same chats, another person's none of them, also on the page", async () => {
    const oneKey = (await make(admin, "One", "carol")).key;
    const otherKey = (await make(admin, "Other", "dave")).key;
    const one = withKey(oneKey);
    const two = withKey((await make(one, "Two")).key);
    const other = withKey(otherKey);
    const { body } = await one.chat({ message: "/echo carol's" });
    const chats = async (api: ApiClient) =>
      (await api.request<ConversationPage>("GET", "/conversations")).body.conversations.map(({ id }) => id);
    expect(await chats(two)).toEqual([body.conversationId]);
    expect(await chats(other)).toEqual([]);
    const onPageOf = async (key: string) => {
      const page = (await (await onPage(await signIn(key), "/conversations")).json()) as ConversationPage;
      return page.conversations.map(({ id }) => id);
    };
    expect([await onPageOf(oneKey), await onPageOf(otherKey)]).toEqual([[body.conversationId], []]);
    expect(await codeOf(other, "GET", `/conversations/${body.conversationId}`)).toEqual([404, "not_found"]);
  });

  it("of another is not there; an admin sees and revokes it, but not the stack's own", async () => {
    const made = await make(admin, "Eve's", "eve");
    const stranger = withKey((await make(admin, "Stranger", "mallory")).key);
    expect(await codeOf(stranger, "DELETE", `/keys/${made.id}`)).toEqual([404, "not_found"]);
    const everyones = await listed(admin, "?everyone=true");
    expect(everyones.map(({ id }) => id)).toEqual(expect.arrayContaining(["first", made.id]));
    expect((await admin.request("DELETE", `/keys/${made.id}`)).status).toBe(204);
    // Never used, so that nobody remembers it.
    expect(await codeOf(withKey(made.key), "GET", "/me")).toEqual([401, "unauthorized"]);
    expect(await codeOf(admin, "DELETE", "/keys/first")).toEqual([409, "conflict"]);
    expect((await listed(admin)).map(({ id, isFromStack }) => [id, isFromStack])).toEqual([["first", true]]);
  });

  it("is nowhere in the table, only its hash", async () => {
    const { key } = await make(admin, "Hidden", "frank");
    const { awsEndpoint: endpoint, region, conversationTable: TableName } = stack.outputs;
    const credentials = { accessKeyId: "parley", secretAccessKey: "parley" };
    const dynamodb = new DynamoDBClient({ endpoint, region, credentials });
    const { Items } = await dynamodb.send(new ScanCommand({ TableName }));
    dynamodb.destroy();
    expect(JSON.stringify(Items)).not.toContain(key);
  });

  it(
    "that was revoked ends within a minute, at the invoke URL and with its sessions on the page",
    { timeout: 90_000 },
    async () => {
      const made = await make(admin, "Lost phone", "grace");
      const [revoked, kept] = [await signIn(made.key), await signIn(stack.outputs.apiKey)];
      expect((await onPage(revoked, "/session")).status).toBe(200);
      expect(await (await onPage(revoked, "/me")).json()).toEqual({ user: { id: "grace", isAdmin: false } });
      const grace = withKey(made.key);
      expect((await grace.request("GET", "/me")).status).toBe(200);
      expect((await admin.request("DELETE", `/keys/${made.id}`)).status).toBe(204);
      const revokedAt = Date.now();
      const statuses = async () => [
        (await grace.request("GET", "/me")).status,
        (await onPage(revoked, "/session")).status,
      ];
      await expect.poll(statuses, { timeout: 65_000, interval: 1_000 }).toEqual([401, 401]);
      expect(Date.now() - revokedAt).toBeLessThan(60_000);
      expect((await onPage(kept, "/session")).status).toBe(200);
    },
  );
});

describe("A person", () => {
  it("is counted by the limits of the tier that an admin has put them into, and may be taken out again", async () => {
    const henry = withKey((await make(admin, "Laptop", "henry")).key);
    const statuses = async () => {
      const answers: number[] = [];
      for (let asked = 0; asked < 3; asked++) answers.push((await henry.request("GET", "/me")).status);
      return answers;
    };
    expect(await statuses()).toEqual([200, 200, 200]);
    const move = (tier: string) => admin.request<Person>("PATCH", "/people/henry", { tier });
    expect((await move("small")).body).toEqual({ id: "henry", tier: "small", isAdmin: false });
    expect((await statuses()).at(-1)).toBe(429);
    expect((await move("standard")).status).toBe(200);
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  it("changes others once an admin has made them one; the stack's own stays an admin", async () => {
    const iris = withKey((await make(admin, "Laptop", "iris")).key);
    expect(await codeOf(iris, "GET", "/people")).toEqual([403, "forbidden"]);
    expect(await codeOf(iris, "PATCH", "/people/iris", { isAdmin: true })).toEqual([403, "forbidden"]);
    expect((await admin.request("PATCH", "/people/iris", { isAdmin: true })).status).toBe(200);
    const { body } = await iris.request<PeoplePage>("GET", "/people");
    expect(body.people).toEqual(
      expect.arrayContaining([
        { id: "iris", tier: "standard", isAdmin: true },
        { id: "owner", tier: "standard", isAdmin: true, isFromStack: true },
      ]),
    );
    expect(await codeOf(iris, "PATCH", "/people/owner", { isAdmin: false })).toEqual([409, "conflict"]);
  });
});
