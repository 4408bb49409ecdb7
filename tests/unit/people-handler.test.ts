import { beforeEach, describe, expect, it } from "vitest";
import { createNewId } from "../../runtime/adapters/new-id";
import { newSecret } from "../../runtime/adapters/new-secret";
import type { PeoplePage } from "../../runtime/contract/person";
import type { ErrorBody } from "../../runtime/contract/problem";
import { createKeys } from "../../runtime/lambda/keys";
import { apiEvent } from "./fakes/api-event";
import { FakeTime } from "./fakes/fake-time";
import { createListLogger } from "./fakes/list-logger";
import { createMemoryKeys } from "./fakes/memory-keys";
import { createMemoryProfileStore } from "./fakes/memory-profile-store";

const standard = { name: "standard", requestsPerSecond: 1, burst: 1, requestsPerDay: 10 };
const research = { ...standard, name: "research", tokensPerDay: 1_000 };
const bea = "bea@example.com";

let moves: string[];
let handler: ReturnType<typeof createKeys>;

beforeEach(async () => {
  const time = new FakeTime();
  moves = [];
  handler = createKeys({
    keys: createMemoryKeys(),
    profiles: createMemoryProfileStore({
      owner: { isAdmin: true, isFromStack: true },
      old: { tier: "gone", isAdmin: false },
    }),
    usageKeys: {
      usageKeyOf: async (owner) => `counts-${owner}`,
      moveUsageKey: async (owner, tier) => void moves.push(`${owner} to ${tier}`),
    },
    tiers: [standard, research],
    newSecret,
    newId: createNewId(time.clock),
    clock: time.clock,
    logger: createListLogger(),
  });
  for (const owner of ["owner", "old", bea, bea])
    await call("owner", "POST", "/keys", { name: "Laptop", owner });
});

async function call(
  caller: string,
  method: string,
  path: string,
  body?: unknown,
  query?: Record<string, string>,
): Promise<[status: number, body: unknown]> {
  const authorizer = { owner: caller, actsForUsers: "false" };
  const { body: text, statusCode } = await handler(apiEvent({ method, path, body, query, authorizer }));
  return [statusCode, JSON.parse(text)];
}

async function refused(...asked: Parameters<typeof call>): Promise<string> {
  const [status, body] = await call(...asked);
  const { code, message } = (body as ErrorBody).error;
  return `${status} ${code}: ${message}`;
}

const change = (id: string, body: unknown) => call("owner", "PATCH", `/people/${id}`, body);

describe("GET /people", () => {
  it("tells an admin of everybody who has a key, each once, and of the tiers; others nothing", async () => {
    expect(await call("owner", "GET", "/people")).toEqual([
      200,
      {
        people: [
          { id: bea, tier: "standard", isAdmin: false },
          { id: "old", tier: "standard", isAdmin: false },
          { id: "owner", tier: "standard", isAdmin: true, isFromStack: true },
        ],
        tiers: [standard, research],
      },
    ]);
    expect(await refused(bea, "GET", "/people")).toBe("403 forbidden: people: only an admin may see them.");
  });

  it("comes in pages", async () => {
    const [, first] = await call("owner", "GET", "/people", undefined, { limit: "2" });
    const { people, cursor = "" } = first as PeoplePage;
    expect(people.map(({ id }) => id)).toEqual([bea, "old"]);
    const [, last] = await call("owner", "GET", "/people", undefined, { limit: "2", cursor });
    expect((last as PeoplePage).people.map(({ id }) => id)).toEqual(["owner"]);
    expect(last).not.toHaveProperty("cursor");
  });
});

describe("PATCH /people/{id}", () => {
  it("puts somebody into a tier, with what API Gateway counts them by, also into the one that they are in", async () => {
    expect(await change(bea, { tier: "research" })).toEqual([
      200,
      { id: bea, tier: "research", isAdmin: false },
    ]);
    await change(encodeURIComponent(bea), { tier: "research" });
    expect(moves).toEqual([`${bea} to research`, `${bea} to research`]);
  });

  it("makes somebody an admin, who may then do the same, and takes that away", async () => {
    expect(await change(bea, { isAdmin: true })).toEqual([200, { id: bea, tier: "standard", isAdmin: true }]);
    expect((await call(bea, "PATCH", "/people/old", { tier: "research" }))[0]).toBe(200);
    await change(bea, { isAdmin: false });
    expect(await refused(bea, "PATCH", "/people/old", { tier: "standard" })).toBe(
      "403 forbidden: people: only an admin may change them.",
    );
    expect(moves).toEqual(["old to research"]);
  });

  it("leaves the stack's own first person an admin, so that there always is one", async () => {
    await change(bea, { isAdmin: true });
    for (const caller of ["owner", bea]) {
      expect(await refused(caller, "PATCH", "/people/owner", { isAdmin: false })).toBe(
        "409 conflict: owner was made by the stack itself: an admin of the first tier, and stays so.",
      );
    }
    expect((await call("owner", "GET", "/people"))[0]).toBe(200);
  });

  it.each([
    [bea, { tier: "gold" }, '400 bad_request: tier: is "gold"; there are standard, research.'],
    [bea, {}, "400 bad_request: body: must have at least one of tier, isAdmin."],
    [bea, { admin: true }, "400 bad_request: admin: is not a known field; known are tier, isAdmin."],
    ["carol", { isAdmin: true }, "404 not_found: There is nobody of that name who has a key."],
    [
      "Bea",
      { isAdmin: true },
      '400 bad_request: id: is "Bea"; allowed: lower-case letters, digits and . _ @ + -, beginning with a letter or digit.',
    ],
  ])("of %s refuses %j", async (id, body, message) => {
    expect(await refused("owner", "PATCH", `/people/${id}`, body)).toBe(message);
    expect(moves).toEqual([]);
  });
});
