import { describe } from "vitest";
import { quotaContract } from "../contract/quota";
import { createMemoryQuota } from "./fakes/memory-quota";

describe("the quota in memory", () => {
  quotaContract(async (time, limitsOf) => createMemoryQuota(time.clock, limitsOf));
});
