import { describe, expect, it } from "vitest";
import type { PeoplePage, Person } from "../../runtime/contract/person";
import { ApiError, ConnectionLost } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { createPeopleModel } from "../../ui/models/people-model";
import { fakePorts } from "./ui-fakes";

const tiers = ["standard", "research"].map((name) => ({
  name,
  requestsPerSecond: 1,
  burst: 1,
  requestsPerDay: 10,
}));
const ann: Person = { id: "ann", tier: "standard", isAdmin: false };
const owner: Person = { id: "owner", tier: "standard", isAdmin: true, isFromStack: true };

const pages: Record<string, PeoplePage> = {
  "/people?limit=100": { people: [ann], tiers, cursor: "next" },
  "/people?limit=100&cursor=next": { people: [owner], tiers },
};

function modelWith(answer?: (method: string) => Promise<unknown> | undefined) {
  const ask = async (method: string, path: string, init?: RequestInit): Promise<unknown> =>
    (await answer?.(method)) ?? pages[path] ?? { ...ann, ...(JSON.parse(init?.body as string) as object) };
  return createPeopleModel(fakePorts({ ask: ask as ParleyApi["ask"] }));
}

describe("the people", () => {
  it("are all that there are, page by page, with the names of the tiers", async () => {
    const model = modelWith();
    expect(model.people.value).toBeUndefined();
    await model.load();
    expect([model.people.value, model.tiers.value]).toEqual([
      [ann, owner],
      ["standard", "research"],
    ]);
  });

  it("are as the API says once one of them was changed", async () => {
    const model = modelWith();
    await model.load();
    expect(await model.change("ann", { tier: "research" })).toBeUndefined();
    expect(model.people.value).toEqual([{ ...ann, tier: "research" }, owner]);
  });

  it("stay as they are when one could not be changed, and why is said", async () => {
    const refusal = new ApiError(403, "forbidden", "people: only an admin");
    const model = modelWith((method) => (method === "PATCH" ? Promise.reject(refusal) : undefined));
    await model.load();
    expect(await model.change("ann", { isAdmin: true })).toBe("people: only an admin");
    expect(model.people.value).toEqual([ann, owner]);
  });

  it("may be asked for again when they could not be read", async () => {
    let isLost = true;
    const model = modelWith(() =>
      isLost ? Promise.reject(new ConnectionLost()) : Promise.resolve({ people: [ann], tiers }),
    );
    await model.load();
    expect([model.hasFailed.value, model.people.value]).toEqual([true, undefined]);
    isLost = false;
    await model.load();
    expect([model.hasFailed.value, model.people.value]).toEqual([false, [ann]]);
  });
});
