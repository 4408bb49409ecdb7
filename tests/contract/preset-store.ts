import { beforeEach, describe, expect, it } from "vitest";
import type { Preset } from "../../runtime/contract/preset";
import type { PresetStore } from "../../runtime/ports";
import { oddTexts } from "./odd-texts";
import { problemOf } from "./store-under-test";

/** What every `PresetStore` does, whatever it stores in. */
export function presetStoreContract(makeStore: () => Promise<PresetStore>): void {
  let store: PresetStore;
  beforeEach(async () => {
    store = await makeStore();
  });
  const outline: Preset = { id: "outline", name: "Outline", settings: { system: "", temperature: 0.5 } };
  const plain: Preset = { id: "plain", name: "Plain", settings: {} };
  const listed = async (owner: string) =>
    (await store.listPresets(owner)).sort((one, other) => (one.id < other.id ? -1 : 1));

  describe("presets", () => {
    it("are kept, replaced and deleted, each owner's for itself", async () => {
      expect(await listed("ann")).toEqual([]);
      await store.putPreset("ann", outline);
      await store.putPreset("ann", plain);
      await store.putPreset("bob", { ...plain, name: "Bob's" });
      expect(await listed("ann")).toEqual([outline, plain]);
      const renamed = { ...plain, name: "Plainer", settings: { maxTokens: 5 } };
      await store.putPreset("ann", renamed);
      expect(await listed("ann")).toEqual([outline, renamed]);
      await store.deletePreset("ann", "outline");
      expect(await listed("ann")).toEqual([renamed]);
      expect(await listed("bob")).toEqual([{ ...plain, name: "Bob's" }]);
    });

    it("that are not there, or another's, are not_found to delete", async () => {
      await store.putPreset("bob", plain);
      expect(await problemOf(store.deletePreset("ann", "plain"))).toBe("not_found");
      expect(await listed("bob")).toEqual([plain]);
    });

    it("come back as they went, whatever is in them", async () => {
      const odd = oddTexts.map((text, at) => ({
        id: `${at}${text}`,
        name: text,
        settings: { model: text, system: text },
      }));
      for (const preset of odd) await store.putPreset("ann", preset);
      expect(await listed("ann")).toEqual(odd);
    });

    it("are all listed, also when they are long", async () => {
      const long = { system: "粉".repeat(20_000) };
      for (let made = 0; made < 20; made++)
        await store.putPreset("ann", { id: `long-${made}`, name: "Long", settings: long });
      expect(await store.listPresets("ann")).toHaveLength(20);
    });
  });
}
