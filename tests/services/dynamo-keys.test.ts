import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { createDynamoKeyBook } from "../../runtime/adapters/dynamo-key-book";
import { createDynamoKeyStore } from "../../runtime/adapters/dynamo-key-store";
import { createDynamoProfileStore } from "../../runtime/adapters/dynamo-profile-store";
import { keysContract } from "../contract/keys";
import { chatTables } from "./chat-table";

const tables = chatTables();

async function stores() {
  const tableName = await tables.newTable();
  const put = (Item: Record<string, unknown>) =>
    tables.client.send(new PutCommand({ TableName: tableName, Item }));
  return {
    put,
    tableName,
    book: createDynamoKeyBook({ tableName, client: tables.client }),
    store: createDynamoKeyStore({ tableName, client: tables.client }),
    profiles: createDynamoProfileStore({ tableName, client: tables.client }),
  };
}

describe("the keys on DynamoDB", () => {
  keysContract(stores);

  it("are found as the program wrote the first two, and as they lay before", async () => {
    const { put, store } = await stores();
    await put({ pk: "KEY#abc", sk: "KEY", owner: "owner", actsForUsers: true, usageKey: "counts" });
    await put({ pk: "KEY#def", sk: "KEY", owner: "owner", actsForUsers: false });
    expect(await store.findKey("abc")).toEqual({ owner: "owner", actsForUsers: true, usageKey: "counts" });
    expect(await store.findKey("def")).toEqual({ owner: "owner", actsForUsers: false });
  });

  it("leave nothing behind when they are revoked", async () => {
    const { book, tableName } = await stores();
    const key = { id: "1", owner: "a#b", name: "x", lastFour: "abcd", createdAt: "2026-03-14T12:00:00.000Z" };
    await book.addKey(key, { hash: "abc", usageKey: "counts" });
    const places = (await tables.itemsOf(tableName)).map(({ pk, sk }) => `${pk} ${sk}`);
    expect(places.sort()).toEqual(["KEY#abc KEY", "KEYS a%23b#1"]);
    await book.deleteKey("a#b", "1");
    expect(await tables.itemsOf(tableName)).toEqual([]);
  });
});

describe("profiles on DynamoDB", () => {
  it("say tier and admin; who has none is no admin, of the first tier", async () => {
    const { put, profiles } = await stores();
    await put({ pk: "OWNER#ann", sk: "PROFILE", tier: "large", isAdmin: true });
    await put({ pk: "OWNER#bob", sk: "PROFILE" });
    expect(await profiles.getProfile("ann")).toEqual({ tier: "large", isAdmin: true });
    expect(await profiles.getProfile("bob")).toEqual({ isAdmin: false });
    expect(await profiles.getProfile("carol")).toEqual({ isAdmin: false });
  });

  it("change in what is given, but for the one that the program made", async () => {
    const { put, profiles } = await stores();
    expect(await profiles.changeProfile("ann", { tier: "large" })).toEqual({ tier: "large", isAdmin: false });
    expect(await profiles.changeProfile("ann", { isAdmin: true })).toEqual({ tier: "large", isAdmin: true });
    expect(await profiles.getProfile("ann")).toEqual({ tier: "large", isAdmin: true });
    await put({ pk: "OWNER#owner", sk: "PROFILE", isAdmin: true, isFromStack: true });
    await expect(profiles.changeProfile("owner", { isAdmin: false })).rejects.toMatchObject({
      name: "ConditionalCheckFailedException",
    });
    expect(await profiles.getProfile("owner")).toEqual({ isAdmin: true, isFromStack: true });
  });
});
