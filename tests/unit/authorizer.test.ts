import { createHash } from "node:crypto";
import type { APIGatewayRequestAuthorizerEvent } from "aws-lambda";
import { beforeEach, describe, expect, it } from "vitest";
import { createAuthorizer } from "../../runtime/lambda/authorizer";
import type { KnownKey } from "../../runtime/access-ports";
import { FakeTime } from "./fakes/fake-time";
import { createListLogger } from "./fakes/list-logger";

const key = "sk-parley-0123456789abcdef";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

let time: FakeTime;
let known: Map<string, KnownKey>;
let uses: string[];
let lookups: string[];
let authorize: (headers: Record<string, string>) => Promise<unknown>;
let logger: ReturnType<typeof createListLogger>;

beforeEach(() => {
  time = new FakeTime();
  known = new Map([[sha256(key), { id: "1", owner: "ann", actsForUsers: false, usageKey: "counts-ann" }]]);
  uses = [];
  lookups = [];
  logger = createListLogger();
  const keys = {
    findKey: async (hash: string) => {
      lookups.push(hash);
      return known.get(hash);
    },
    noteUse: async ({ owner, id }: { owner: string; id: string }) => void uses.push(`${owner} ${id}`),
  };
  const handler = createAuthorizer({ keys, clock: time.clock, wait: time.wait, logger });
  const methodArn = "arn:aws:execute-api:us-east-1:123456789012:abc/api/POST/chat";
  authorize = (headers) => handler({ methodArn, headers } as unknown as APIGatewayRequestAuthorizerEvent);
});

describe("the authorizer", () => {
  it("allows the whole stage to a known key, for its owner, whom API Gateway counts by another", async () => {
    expect(await authorize({ Authorization: `Bearer ${key}` })).toEqual({
      principalId: "ann",
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "execute-api:Invoke",
            Resource: "arn:aws:execute-api:us-east-1:123456789012:abc/api/*/*",
          },
        ],
      },
      context: { owner: "ann", actsForUsers: "false" },
      usageIdentifierKey: "counts-ann",
    });
    expect(uses).toEqual(["ann 1"]);
  });

  it("gives a key from before owners were counted together as what it is counted by", async () => {
    known.set(sha256("of-api-gateway"), { owner: "old", actsForUsers: false });
    expect(await authorize({ "x-api-key": "of-api-gateway" })).toMatchObject({
      usageIdentifierKey: "of-api-gateway",
    });
    expect(uses).toEqual([]);
  });

  it("says when a key may act for users", async () => {
    known.set(sha256("sk-server"), { owner: "server", actsForUsers: true });
    expect(await authorize({ "x-api-key": "sk-server" })).toMatchObject({
      context: { owner: "server", actsForUsers: "true" },
    });
  });

  it.each<Record<string, string>>([
    { authorization: `bearer  ${key} ` },
    { "X-Api-Key": key },
    { authorization: "Basic YTpi", "x-api-key": key },
  ])("finds the key in %j", async (headers) => {
    expect(await authorize(headers)).toMatchObject({ principalId: "ann" });
  });

  it.each<Record<string, string>>([
    {},
    { authorization: "" },
    { authorization: key },
    { authorization: "Bearer" },
    { authorization: "Bearer sk-wrong" },
    { "x-api-key": "k".repeat(129) },
  ])("refuses %j with the one error that API Gateway answers 401", async (headers) => {
    await expect(authorize(headers)).rejects.toThrow(new Error("Unauthorized"));
  });

  it("hands the key store a hash, and asks it every 25 s", async () => {
    await authorize({ "x-api-key": key });
    await time.pass(24_999);
    await authorize({ "x-api-key": key });
    expect(lookups).toEqual([sha256(key)]);
    known.clear();
    await time.pass(1);
    await expect(authorize({ "x-api-key": key })).rejects.toThrow("Unauthorized");
    expect(lookups).toHaveLength(2);
  });

  it("remembers an unknown key for 5 s only", async () => {
    const attempt = () => authorize({ "x-api-key": "sk-new" }).catch((error: Error) => error.message);
    expect([await attempt(), await attempt()]).toEqual(["Unauthorized", "Unauthorized"]);
    expect(lookups).toHaveLength(1);
    known.set(sha256("sk-new"), { owner: "bob", actsForUsers: false });
    await time.pass(5_000);
    expect(await attempt()).toMatchObject({ principalId: "bob" });
  });

  it("forgets the oldest of more than a thousand keys", async () => {
    await authorize({ "x-api-key": key });
    for (let guess = 0; guess < 1_000; guess++)
      await authorize({ "x-api-key": `guess-${guess}` }).catch(() => undefined);
    lookups.length = 0;
    await authorize({ "x-api-key": key });
    expect(lookups).toEqual([sha256(key)]);
  });

  it("logs a key store that fails, without the key", async () => {
    const error = new Error("AccessDenied");
    const keys = { findKey: () => Promise.reject(error), noteUse: async () => undefined };
    const handler = createAuthorizer({ keys, clock: time.clock, wait: time.wait, logger });
    const event = { methodArn: "a/b", headers: { "x-api-key": key } };
    await expect(handler(event as unknown as APIGatewayRequestAuthorizerEvent)).rejects.toBe(error);
    expect(logger.entries).toEqual([{ level: "error", message: "the key could not be looked up", error }]);
  });
});
