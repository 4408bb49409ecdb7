import { signal } from "@preact/signals";
import { describe, expect, it } from "vitest";
import type { Preset } from "../../runtime/contract/preset";
import { ApiError } from "../../ui/api/api-error";
import type { ParleyApi } from "../../ui/api/client";
import { de } from "../../ui/messages/de";
import { en } from "../../ui/messages/en";
import { createSpeech } from "../../ui/messages/speech";
import { defaultPresets } from "../../ui/models/default-presets";
import { createPresetsModel, presetOf } from "../../ui/models/presets-model";
import { plainBoot } from "../../ui/plain-boot";
import { fakePorts } from "./ui-fakes";

const fetchOfPage = async () => defaultPresets;

const outline = { name: "Outline", description: "Numbered", settings: { system: "Outline it." } };

function presets(stored: Preset[] = [], api: Partial<ParleyApi> = {}) {
  const kept = new Map(stored.map((preset) => [preset.id, preset]));
  const ports = fakePorts(
    {
      listPresets: async () => ({ presets: [...kept.values()] }),
      putPreset: async (id, content) => {
        kept.set(id, { id, ...content });
        return { id, ...content };
      },
      deletePreset: async (id) => void kept.delete(id),
      ...api,
    },
    { boot: { ...plainBoot, site: { presets: [outline] } } },
  );
  return { model: createPresetsModel(ports, fetchOfPage), kept };
}

const mine: Preset = { id: "p1", name: "Mine", settings: { temperature: 1 } };
const names = (model: ReturnType<typeof createPresetsModel>) => model.offered.value.map(({ name }) => name);

describe("the presets", () => {
  it("are the operator's, then one's own by name", async () => {
    const { model } = presets([mine]);
    expect(names(model)).toEqual(["Outline"]);
    await model.load();
    expect(await model.add(" Letters ", { system: "Dear" })).toEqual({ key: "own-id-1" });
    expect(names(model)).toEqual(["Outline", "Letters", "Mine"]);
  });

  it("are the page's own where the operator defines none, Outline first, in the language chosen now", async () => {
    const language = signal(en);
    const api = { listPresets: () => Promise.reject(new Error("offline")) };
    const model = createPresetsModel(fakePorts(api, { words: () => language.value }), fetchOfPage);
    await model.load();
    await expect.poll(() => names(model)).not.toEqual([]);
    const before = model.offered.value;
    expect(names(model)).toEqual(["Outline", "Precise", "Brainstorm", "Proofread"]);
    expect(before[0]?.description).toBe("A numbered outline of whatever you write or paste.");
    language.value = de(createSpeech("de"));
    expect(names(model)).toEqual(["Gliederung", "Präzise", "Ideensammlung", "Korrektur"]);
    expect(model.offered.value.map(({ settings }) => settings)).toEqual(
      before.map(({ settings }) => settings),
    );
  });

  it("are none where the operator wants none", () => {
    const model = createPresetsModel(
      fakePorts({}, { boot: { ...plainBoot, site: { presets: [] } } }),
      fetchOfPage,
    );
    expect(names(model)).toEqual([]);
  });

  it("are asked for once, and again only when that failed", async () => {
    let asked = 0;
    const { model } = presets([], {
      listPresets: async () => {
        asked += 1;
        if (asked === 1) throw new Error("offline");
        return { presets: [mine] };
      },
    });
    await model.load();
    expect(model.state.value).toBe("failed");
    await model.load();
    await model.load();
    expect([asked, names(model)]).toEqual([2, ["Outline", "Mine"]]);
  });

  it("are renamed and changed under their id", async () => {
    const { model, kept } = presets([mine]);
    await model.load();
    expect(await model.change({ ...mine, name: "Other", settings: { maxTokens: 5 } })).toBeUndefined();
    expect([...kept.values()]).toEqual([{ id: "p1", name: "Other", settings: { maxTokens: 5 } }]);
    expect(names(model)).toEqual(["Outline", "Other"]);
  });

  it("that are deleted come back whole", async () => {
    const { model, kept } = presets([mine]);
    await model.load();
    await model.remove(mine);
    expect([kept.size, names(model), model.deleted.value]).toEqual([0, ["Outline"], mine]);
    await model.undo();
    expect([[...kept.values()], names(model), model.deleted.value]).toEqual([
      [mine],
      ["Outline", "Mine"],
      undefined,
    ]);
  });

  it.for([
    ["", "A preset needs a name."],
    ["  ", "A preset needs a name."],
    ["x".repeat(61), "At most 60 characters."],
    ["Mine", "You already have a preset “Mine”."],
  ])("need a name of their own, unlike %j", async ([name = "", problem]) => {
    const { model, kept } = presets([mine]);
    await model.load();
    expect(await model.add(name, {})).toEqual({ problem });
    expect(kept.size).toBe(1);
  });

  it("that the server refuses are not shown, and its reason is given", async () => {
    const { model } = presets([], {
      putPreset: () => Promise.reject(new ApiError(400, "bad_request", "At most 50 presets.")),
    });
    expect(await model.add("One more", {})).toEqual({ problem: "At most 50 presets." });
    expect(names(model)).toEqual(["Outline"]);
  });
});

describe("the preset that settings come from", () => {
  const { offered } = presets().model;
  it.for([
    ["the one with the same settings", { system: "Outline it." }, undefined, "Outline", false],
    ["the one chosen, though changed", { system: "Something else." }, "site-0", "Outline", true],
    [
      "one that tells the model the same",
      { system: "Outline it.", maxTokens: 9 },
      undefined,
      "Outline",
      true,
    ],
    ["none", { system: "Something else." }, undefined, undefined, undefined],
  ] as const)("is %s", ([, settings, chosen, name, isChanged]) => {
    const found = presetOf(settings, offered.value, chosen);
    expect([found?.preset.name, found?.isChanged]).toEqual([name, isChanged]);
  });
});
