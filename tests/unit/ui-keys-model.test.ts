import { describe, expect, it } from "vitest";
import type { Key, NewKey } from "../../runtime/contract/key";
import { ApiError, ConnectionLost } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { createKeysModel } from "../../ui/models/keys-model";
import { at, fakePorts } from "./ui-fakes";

const key = (id: string, owner = "ann"): Key => ({
  id,
  owner,
  name: `Key ${id}`,
  lastFour: "x9_z",
  createdAt: at,
});

function keysOf(stored: Key[], isAdmin = false, api: Partial<ParleyApi> = {}) {
  const asked: unknown[] = [];
  const model = createKeysModel(
    fakePorts({
      me: async () => ({ user: { id: "ann", isAdmin } }),
      listKeys: async (query) => {
        asked.push({ query });
        return { keys: stored };
      },
      makeKey: async (request): Promise<NewKey> => {
        asked.push(request);
        return { ...key("new", request.owner), name: request.name, key: "pk_secret" };
      },
      revokeKey: async (id) => void asked.push({ revoked: id }),
      ...api,
    }),
  );
  const ids = () => model.keys.value.map(({ id }) => id);
  return { asked, ids, model };
}

describe("the keys", () => {
  it("are one's own; an admin's come before everybody's", async () => {
    const own = keysOf([key("1")]);
    expect([own.model.state.value, own.ids()]).toEqual(["unknown", []]);
    await own.model.load();
    expect([own.model.state.value, own.ids(), own.asked]).toEqual(["ready", ["1"], [{ query: "" }]]);
    const all = keysOf([key("a", "aaron"), key("1")], true);
    await all.model.load();
    expect([all.ids(), all.asked]).toEqual([["1", "a"], [{ query: "?everyone=true&limit=100" }]]);
    expect(all.model.user.value).toEqual({ id: "ann", isAdmin: true });
  });

  it("of everybody come page by page, of each owner the newest first", async () => {
    const made = (id: string, owner: string, day: number) => ({
      ...key(id, owner),
      createdAt: `2026-03-0${day}T12:00:00.000Z`,
    });
    const pages = [
      [made("1", "bob", 1), made("2", "bob", 3)],
      [made("3", "bob", 2), made("4", "carol", 1)],
    ];
    const { ids, model } = keysOf([], true, {
      listKeys: async (query) => {
        const isLast = query.endsWith("&cursor=1");
        return { keys: pages[isLast ? 1 : 0] ?? [], ...(!isLast && { cursor: "1" }) };
      },
    });
    await model.load();
    expect(ids()).toEqual(["2", "3", "1", "4"]);
  });

  it("that cannot be loaded may be asked for again", async () => {
    let isLost = true;
    const { ids, model } = keysOf([], false, {
      listKeys: async () => {
        if (isLost) throw new ConnectionLost();
        return { keys: [key("1")] };
      },
    });
    await model.load();
    expect(model.state.value).toBe("failed");
    isLost = false;
    await model.load();
    expect([model.state.value, ids()]).toEqual(["ready", ["1"]]);
  });

  it("are made with a name, are told once, and stand in the list without what they are", async () => {
    const { asked, ids, model } = keysOf([key("1")]);
    await model.load();
    expect(await model.make(" Laptop ", " ")).toBeUndefined();
    expect(asked.at(-1)).toEqual({ name: "Laptop" });
    expect(model.made.value?.key).toBe("pk_secret");
    expect(ids()).toEqual(["new", "1"]);
    expect(JSON.stringify(model.keys.value)).not.toContain("pk_secret");
    expect(await model.make("Theirs", "bob")).toBeUndefined();
    expect(asked.at(-1)).toEqual({ name: "Theirs", owner: "bob" });
  });

  it.each([
    ["", "", "A key needs a name."],
    ["  ", "", "A key needs a name."],
    ["x".repeat(61), "", "At most 60 characters."],
    ["x", "Bob B", "Use lower-case letters, digits and . _ @ + - only, beginning with a letter or digit."],
  ])("called %j for %j are not asked for", async (name, owner, problem) => {
    const { asked, model } = keysOf([]);
    expect(await model.make(name, owner)).toBe(problem);
    expect(asked).toEqual([]);
  });

  it("say in the page's words why one could not be made", async () => {
    const failing = (reason: Error) =>
      keysOf([], false, { makeKey: () => Promise.reject(reason) }).model.make("x", "");
    expect(await failing(new ApiError(409, "conflict", "keys: there are 20"))).toBe(
      "A person may have 20 keys. Revoke one first.",
    );
    expect(await failing(new ConnectionLost())).toBe("There is no connection.");
  });

  it("leave the list when they are revoked, also when somebody else was faster", async () => {
    const { asked, ids, model } = keysOf([key("1"), key("2")]);
    await model.load();
    await model.make("Short", "");
    expect(await model.revoke(key("new"))).toBeUndefined();
    expect(model.made.value).toBeUndefined();
    expect(await model.revoke(key("1"))).toBeUndefined();
    expect([ids(), asked.at(-1)]).toEqual([["2"], { revoked: "1" }]);

    const gone = keysOf([key("1")], false, {
      revokeKey: () => Promise.reject(new ApiError(404, "not_found", "There is no such key.")),
    });
    await gone.model.load();
    expect([await gone.model.revoke(key("1")), gone.ids()]).toEqual([undefined, []]);
    const lost = keysOf([key("1")], false, { revokeKey: () => Promise.reject(new ConnectionLost()) });
    await lost.model.load();
    expect([await lost.model.revoke(key("1")), lost.ids()]).toEqual(["There is no connection.", ["1"]]);
  });
});
