import { limits } from "../contract/limits";
import type { Preset } from "../contract/preset";
import { Problem } from "../contract/problem";
import type { PresetStore } from "../ports";

/** The owner's presets, by name. */
export async function listPresets(store: PresetStore, owner: string): Promise<Preset[]> {
  const presets = await store.listPresets(owner);
  return presets.sort((one, other) => byName.compare(one.name, other.name) || (one.id < other.id ? -1 : 1));
}

/**
 * Keeps a preset; one with the same id is replaced. Two at once may come to one more than the limit, which harms nobody.
 *
 * @throws Problem `conflict` when the owner has as many as there may be.
 */
export async function savePreset(store: PresetStore, owner: string, preset: Preset): Promise<Preset> {
  const kept = await store.listPresets(owner);
  if (kept.length >= limits.presets && !kept.some(({ id }) => id === preset.id)) {
    throw new Problem(
      "conflict",
      `presets: there are ${kept.length}; at most ${limits.presets} are allowed. Delete one first.`,
    );
  }
  await store.putPreset(owner, preset);
  return preset;
}

const byName = new Intl.Collator("en", { numeric: true });
