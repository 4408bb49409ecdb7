import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseSettings } from "../../components/settings";

/** As Pulumi gives structured config: JSON. */
const json = (value: unknown) => JSON.stringify(value);

const faultsOf = (raw: Record<string, string>): string[] => {
  try {
    parseSettings(raw);
  } catch (error) {
    return (error as Error).message
      .split("\n")
      .slice(1)
      .map((line) => line.trim());
  }
  return [];
};

describe("The operator's words", () => {
  it("are read from the stack's config", () => {
    const examples = [{ title: "Rye", icon: "🍞", text: "A loaf", prompt: "How do I bake rye?", run: false }];
    const presets = [{ name: "Baker", settings: { system: "You bake.", temperature: 0.3, maxTokens: 500 } }];
    const words = {
      title: "Bread desk",
      description: "Ask about **bread**.",
      placeholder: "Flour, water, salt…",
      accent: "#0f766e",
      footer: "[Imprint](https://example.com)",
    };
    const { site } = parseSettings({ ...words, examples: json(examples), presets: json(presets) });
    expect(site).toEqual({ ...words, examples, presets });
  });

  it("are read as docs/operating.md shows them", () => {
    const guide = readFileSync(join(__dirname, "../../docs/operating.md"), "utf8");
    const blocks = [...guide.matchAll(/```yaml\n(config:.*?)```/gs)].map(([, yaml = ""]) => yaml);
    const config = blocks.flatMap((yaml) => Object.entries(parse(yaml).config as Record<string, unknown>));
    const raw = config.map(([key, value]) => [
      key.replace("parley:", ""),
      typeof value === "string" ? value : json(value),
    ]);
    const { site } = parseSettings(Object.fromEntries(raw));
    expect(site).toMatchObject({ title: "Bread desk", accent: "#0f766e", presets: [{ name: "Recipe" }] });
    expect(site.examples?.map(({ run }) => run)).toEqual([undefined, false]);
  });

  it("stay out where the operator says nothing", () => {
    expect(parseSettings({}).site).toEqual({});
  });

  it("may be no examples and no presets at all", () => {
    const { site } = parseSettings({ examples: "[]", presets: "[]" });
    expect([site.examples, site.presets]).toEqual([[], []]);
  });

  it.each<[Record<string, string>, string]>([
    [{ title: "" }, "parley:title has 0 characters; at least 1 must be there."],
    [{ title: " " }, 'parley:title is " "; allowed: a text that is not blank'],
    [{ title: "x".repeat(81) }, "parley:title has 81 characters; at most 80 are allowed."],
    [{ accent: "teal" }, 'parley:accent is "teal"; allowed: #rrggbb, such as #0f766e'],
    [{ footer: "x".repeat(1_001) }, "parley:footer has 1001 characters; at most 1000 are allowed."],
    [{ examples: "Rye" }, 'parley:examples is "Rye"; allowed: a list, in YAML or as JSON'],
    [
      { examples: json({ title: "Rye" }) },
      `parley:examples is ${json(json({ title: "Rye" }))}; allowed: a list, in YAML or as JSON`,
    ],
    [{ examples: json([{ title: "Rye" }]) }, "parley:examples[0].prompt is missing; it must be a string."],
    [
      { examples: json([{ title: "Rye", prompt: "?", runs: true }]) },
      "parley:examples[0].runs is not a known field; known are title, text, icon, prompt, run.",
    ],
    [
      { examples: json(Array.from({ length: 13 }, () => ({ title: "Rye", prompt: "?" }))) },
      "parley:examples has 13 entries; at most 12 are allowed.",
    ],
    [
      { examples: json([{ title: "Rye", prompt: "x".repeat(2_001) }]) },
      "parley:examples[0].prompt has 2001 characters; at most 2000 are allowed.",
    ],
    [
      { examples: json(Array.from({ length: 6 }, () => ({ title: "Rye", prompt: "x".repeat(2_000) }))) },
      "parley:examples has 12169 characters as JSON; at most 12000 are allowed.",
    ],
    [
      {
        presets: json([
          { name: "A", settings: { system: "x".repeat(20_000) } },
          { name: "B", settings: { system: "x".repeat(12_000) } },
        ]),
      },
      "parley:presets has 32077 characters as JSON; at most 32000 are allowed.",
    ],
    [
      {
        presets: json([
          { name: "A", settings: {} },
          { name: "B", settings: { temperature: 3 } },
        ]),
      },
      "parley:presets[1].settings.temperature is 3; the most allowed is 2.",
    ],
  ])("name key, value and what is allowed: %o", (raw, message) => {
    expect(faultsOf(raw)).toEqual([message]);
  });

  it("are refused presets that do not fit the model, or share a name", () => {
    const presets = json([
      { name: "Long", settings: { maxTokens: 4_096 } },
      { name: "Other", settings: { model: "org/other" } },
      { name: "Other", settings: { model: "org/model", maxTokens: 4_095 } },
    ]);
    expect(faultsOf({ model: "org/model", contextTokens: "4096", replyTokens: "1000", presets })).toEqual([
      "parley:presets[0].settings.maxTokens is 4096; allowed: less than parley:contextTokens (4096)",
      'parley:presets[1].settings.model is "org/other"; allowed: org/model, which is served',
      'parley:presets[2].name is "Other", as another\'s is already.',
    ]);
  });

  it("are told all that is wrong at once, beside other settings", () => {
    const raw = { burst: "0", title: "", accent: "red", examples: json([{}]) };
    expect(faultsOf(raw).map((fault) => fault.split(" ")[0])).toEqual([
      "parley:burst",
      "parley:title",
      "parley:examples[0].title",
      "parley:examples[0].prompt",
      "parley:accent",
    ]);
  });
});
