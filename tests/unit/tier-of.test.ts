import { expect, it } from "vitest";
import { createTierOf } from "../../runtime/lambda/tier-quota";
import { FakeTime } from "./fakes/fake-time";

const standard = { name: "standard", requestsPerSecond: 1, burst: 1, requestsPerDay: 10 };
const team = { ...standard, name: "team" };

it("A person's tier is read once a minute; one that is no tier any more is the first", async () => {
  const time = new FakeTime();
  const tiers: Record<string, string> = { ann: "team", bob: "gone" };
  let reads = 0;
  const getProfile = async (owner: string) => {
    reads++;
    return { isAdmin: false, tier: tiers[owner] };
  };
  const tierOf = createTierOf({ getProfile }, [standard, team], time.clock);
  expect([await tierOf("ann"), await tierOf("bob"), await tierOf("cleo")]).toEqual([
    team,
    standard,
    standard,
  ]);
  tiers.ann = "standard";
  await time.pass(59_000);
  expect([await tierOf("ann"), reads]).toEqual([team, 3]);
  await time.pass(1_000);
  expect([await tierOf("ann"), reads]).toEqual([standard, 4]);
});
