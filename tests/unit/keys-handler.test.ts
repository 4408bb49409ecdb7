import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createNewId } from "../../runtime/adapters/new-id";
import { newSecret } from "../../runtime/adapters/new-secret";
import type { Key, KeyList, NewKey } from "../../runtime/contract/key";
import type { ErrorBody } from "../../runtime/contract/problem";
import { createKeys } from "../../runtime/lambda/keys";
import { apiEvent } from "./fakes/api-event";
import { FakeTime } from "./fakes/fake-time";
import { createListLogger } from "./fakes/list-logger";
import { createMemoryKeys } from "./fakes/memory-keys";
import { createMemoryProfileStore } from "./fakes/memory-profile-store";

let time: FakeTime;
let keys: ReturnType<typeof createMemoryKeys>;
let handler: ReturnType<typeof createKeys>;

beforeEach(() => {
  time = new FakeTime();
  keys = createMemoryKeys();
  handler = createKeys({
    keys,
    profiles: createMemoryProfileStore({ root: { isAdmin: true } }),
    usageKeys: { usageKeyOf: async (owner) => `counts-${owner}`, moveUsageKey: async () => undefined },
    tiers: [{ name: "standard", requestsPerSecond: 1, burst: 1, requestsPerDay: 10 }],
    newSecret,
    newId: createNewId(time.clock),
    clock: time.clock,
    logger: createListLogger(),
  });
});

async function call(
  caller: string,
  method: string,
  path: string,
  body?: unknown,
  query?: Record<string, string>,
): Promise<{ status: number; allow?: string; body: unknown }> {
  const authorizer = { owner: caller, actsForUsers: "false" };
  const answer = await handler(apiEvent({ method, path, body, query, authorizer }));
  return {
    status: answer.statusCode,
    allow: answer.headers["allow"],
    body: (answer.body === "" ? undefined : JSON.parse(answer.body)) as unknown,
  };
}

async function make(caller: string, name: string, owner?: string): Promise<NewKey> {
  await time.pass(1_000);
  return (await call(caller, "POST", "/keys", { name, owner })).body as NewKey;
}

async function refused(
  caller: string,
  method: string,
  path: string,
  body?: unknown,
  query?: Record<string, string>,
) {
  const answer = await call(caller, method, path, body, query);
  const { error } = answer.body as ErrorBody;
  return [answer.status, error.code, error.message];
}

const listed = async (caller: string, query?: Record<string, string>) =>
  ((await call(caller, "GET", "/keys", undefined, query)).body as KeyList).keys;
const names = (all: Key[]) => all.map(({ owner, name }) => `${owner}: ${name}`);

describe("POST /keys", () => {
  it("tells a new key once: 256 random bits, of which only the hash is kept", async () => {
    const { status, body } = await call("ann", "POST", "/keys", { name: " Nightly report " });
    const { key, ...rest } = body as NewKey;
    expect(status).toBe(201);
    expect(key).toMatch(/^pk_[A-Za-z0-9_-]{43}$/);
    expect(rest).toEqual({
      id: expect.stringMatching(/^[0-9A-Z]{26}$/) as string,
      owner: "ann",
      name: "Nightly report",
      lastFour: key.slice(-4),
      createdAt: "2026-03-01T12:00:00.000Z",
    });
    expect(await listed("ann")).toEqual([rest]);
    const hash = createHash("sha256").update(key).digest("hex");
    expect(await keys.findKey(hash)).toEqual({
      id: rest.id,
      owner: "ann",
      actsForUsers: false,
      usageKey: "counts-ann",
    });
    expect((await make("ann", "Another")).key).not.toBe(key);
  });

  it("makes keys for others when an admin asks, for nobody else otherwise", async () => {
    expect((await make("root", "Laptop", "bea@example.com")).owner).toBe("bea@example.com");
    expect(names(await listed("bea@example.com"))).toEqual(["bea@example.com: Laptop"]);
    expect((await make("ann", "Mine", "ann")).owner).toBe("ann");
    expect(await refused("ann", "POST", "/keys", { name: "Theirs", owner: "bob" })).toEqual([
      403,
      "forbidden",
      "owner: only an admin may make a key for bob.",
    ]);
    expect(await listed("bob")).toEqual([]);
  });

  it.each([
    [{}, "name: is missing; it must be a string."],
    [{ name: "" }, "name: has 0 characters; at least 1 must be there."],
    [{ name: "  " }, 'name: is "  "; allowed: a name that is more than spaces.'],
    [{ name: "x".repeat(61) }, "name: has 61 characters; at most 60 are allowed."],
    [{ name: "x", owner: "x".repeat(65) }, "owner: has 65 characters; at most 64 are allowed."],
    [
      { name: "x", owner: "Bea" },
      'owner: is "Bea"; allowed: lower-case letters, digits and . _ @ + -, beginning with a letter or digit.',
    ],
    [{ name: "x", key: "y" }, "key: is not a known field; known are name, owner."],
  ])("refuses %j", async (body, message) => {
    expect(await refused("root", "POST", "/keys", body)).toEqual([400, "bad_request", message]);
  });

  it("refuses the 21st key of an owner, whoever makes it", async () => {
    for (let made = 0; made < 20; made++) await make("root", `Key ${made}`, "ann");
    const problem = "keys: there are 20 of ann; at most 20 are allowed. Revoke one first.";
    expect(await refused("ann", "POST", "/keys", { name: "More" })).toEqual([409, "conflict", problem]);
    expect(await refused("root", "POST", "/keys", { name: "More", owner: "ann" })).toEqual([
      409,
      "conflict",
      problem,
    ]);
    expect((await call("root", "POST", "/keys", { name: "More" })).status).toBe(201);
  });
});

describe("GET /keys", () => {
  it("lists the caller's, newest first, and everybody's by owner to an admin alone", async () => {
    await make("root", "First");
    await make("root", "Second");
    await make("bob", "Bob's");
    await make("ann", "Ann's");
    expect(names(await listed("root"))).toEqual(["root: Second", "root: First"]);
    expect(names(await listed("root", { everyone: "true" }))).toEqual([
      "ann: Ann's",
      "bob: Bob's",
      "root: First",
      "root: Second",
    ]);
    expect(await refused("ann", "GET", "/keys", undefined, { everyone: "true" })).toEqual([
      403,
      "forbidden",
      "everyone: only an admin may see everybody's keys.",
    ]);
    expect(names(await listed("ann", { everyone: "false" }))).toEqual(["ann: Ann's"]);
    expect((await refused("root", "GET", "/keys", undefined, { everyone: "yes" }))[0]).toBe(400);
  });

  it("lists everybody's page by page, and one's own at once", async () => {
    for (const owner of ["ann", "bob", "carol"]) await make("root", "Theirs", owner);
    const page = async (cursor?: string) =>
      (
        await call("root", "GET", "/keys", undefined, {
          everyone: "true",
          limit: "2",
          ...(cursor && { cursor }),
        })
      ).body as KeyList;
    const first = await page();
    expect(names(first.keys)).toEqual(["ann: Theirs", "bob: Theirs"]);
    const { keys: rest, ...end } = await page(first.cursor);
    expect([names(rest), end]).toEqual([["carol: Theirs"], {}]);
    expect(await refused("ann", "GET", "/keys", undefined, { limit: "2" })).toEqual([
      400,
      "bad_request",
      "limit: goes with everyone=true only.",
    ]);
  });
});

describe("DELETE /keys/{id}", () => {
  it("revokes one's own key; another's is not there, but to an admin", async () => {
    const mine = await make("ann", "Mine");
    const theirs = await make("bob", "Theirs");
    expect(await refused("ann", "DELETE", `/keys/${theirs.id}`)).toEqual([
      404,
      "not_found",
      "There is no such key.",
    ]);
    expect((await call("ann", "DELETE", `/keys/${mine.id}`)).status).toBe(204);
    expect((await refused("ann", "DELETE", `/keys/${mine.id}`))[0]).toBe(404);
    expect((await call("root", "DELETE", `/keys/${theirs.id}`)).status).toBe(204);
    expect((await keys.pageOfKeys({ limit: 10 })).keys).toEqual([]);
  });

  it("leaves the stack's own key, which would come back with the next pulumi up", async () => {
    const first: Key = {
      id: "first",
      owner: "root",
      name: "First",
      lastFour: "abcd",
      createdAt: "2026-01-01T00:00:00.000Z",
      isFromStack: true,
    };
    await keys.addKey(first, { hash: "hash", usageKey: "counts-root" });
    expect(await refused("root", "DELETE", "/keys/first")).toEqual([
      409,
      "conflict",
      "This key was made by the stack itself; only `pulumi up` replaces it.",
    ]);
    expect(await listed("root")).toEqual([first]);
  });
});

it("Other methods and paths are told apart", async () => {
  expect((await call("ann", "PUT", "/keys")).allow).toBe("GET, POST");
  expect((await refused("ann", "GET", "/keys/1"))[0]).toBe(405);
  expect((await refused("ann", "GET", "/keys/1/2"))[0]).toBe(404);
});
