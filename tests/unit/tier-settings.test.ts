import { describe, expect, it } from "vitest";
import { parseSettings } from "../../components/settings";
import { tierNamed } from "../../runtime/core/tiers";

const free = { name: "free", requestsPerSecond: 2, burst: 5, requestsPerDay: 100, tokensPerDay: 50_000 };
const team = { name: "team", requestsPerSecond: 10, burst: 20, requestsPerDay: 5_000 };

const messageOf = (tiers: unknown, more: Record<string, string> = {}): string => {
  try {
    parseSettings({ tiers: typeof tiers === "string" ? tiers : JSON.stringify(tiers), ...more });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("the tiers were taken");
};

describe("The tiers of a stack", () => {
  it("are the list as it is given, the first one everybody's who is in no other", () => {
    const { tiers } = parseSettings({ tiers: JSON.stringify([free, team]) });
    expect(tiers).toEqual([free, team]);
    expect([tierNamed(tiers), tierNamed(tiers, "team"), tierNamed(tiers, "gone")]).toEqual([
      free,
      team,
      free,
    ]);
  });

  it("are one where none are named, of the single settings", () => {
    expect(parseSettings({ requestsPerSecond: "3", burst: "4", requestsPerDay: "5" }).tiers).toEqual([
      { name: "standard", requestsPerSecond: 3, burst: 4, requestsPerDay: 5 },
    ]);
  });

  it.each<[unknown, string]>([
    ["free", 'parley:tiers is "free"; allowed: a list, in YAML or as JSON'],
    [[], "parley:tiers has 0 entries; at least 1 must be there."],
    [[{ ...free, name: "Free tier" }], "parley:tiers[0].name"],
    [[{ ...free, burst: undefined }], "parley:tiers[0].burst is missing"],
    [[{ ...free, requestsPerSecond: 0 }], "parley:tiers[0].requestsPerSecond"],
    [[{ ...free, tokensPerHour: 1 }], "parley:tiers[0].tokensPerHour"],
    [[free, free], 'parley:tiers[1].name is "free", as of a tier before it; each has a name of its own.'],
    [
      [team, { ...free, tokensPerMonth: 40_000 }],
      "parley:tiers[1].tokensPerMonth is 40000; at least tokensPerDay (50000) is allowed.",
    ],
  ])("are refused, named with place and value: %j", (tiers, message) => {
    expect(messageOf(tiers)).toContain(message);
  });

  it("go without the settings of the one tier", () => {
    expect(messageOf([free], { burst: "5" })).toContain(
      "parley:burst goes without parley:tiers, which have it for each tier.",
    );
  });
});
