import type { Preset } from "../../../runtime/contract/preset";
import { Problem } from "../../../runtime/contract/problem";
import type { PresetStore } from "../../../runtime/ports";

/** Presets in memory, by the rules of the port. */
export function createMemoryPresetStore(): PresetStore {
  const owners = new Map<string, Map<string, Preset>>();
  const of = (owner: string) => owners.get(owner) ?? new Map<string, Preset>();
  return {
    async listPresets(owner) {
      return structuredClone([...of(owner).values()]);
    },
    async putPreset(owner, preset) {
      owners.set(owner, of(owner).set(preset.id, structuredClone(preset)));
    },
    async deletePreset(owner, id) {
      if (!of(owner).delete(id)) throw new Problem("not_found", "There is no such preset.");
    },
  };
}
