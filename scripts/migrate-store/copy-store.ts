import type { Preset } from "../../runtime/contract/preset";
import { mapAtMost } from "../../runtime/core/map-at-most";
import { copyConversation, type CopyOutcome } from "./copy-conversation";
import { fingerprint } from "./fingerprint";
import type { StorePlace } from "./store-place";
import { conversationIds } from "./whole-conversation";

/** How many conversations are under way at the same time. */
const atOnce = 4;

export interface CopyProgress {
  conversations: number;
  /** How many conversations there are. */
  total: number;
  messages: number;
}

export interface CopyReport {
  owners: number;
  conversations: number;
  messages: number;
  presets: number;
  /** How many conversations had to be written; the others were there. */
  written: number;
  /** `<owner> <id>` of those that the target has another, newer state of. They were left as they are. */
  newer: string[];
  /** What is not the same after it was written: it was changed meanwhile, or it is being written. */
  differing: string[];
  /** How many conversations of these owners the target has that the source has not. */
  others: number;
  /** Of everything that was to be copied, at either side. Equal when all is there. */
  source: string;
  target: string;
}

interface Place {
  owner: string;
  id: string;
}

/** Copies everything of everybody. May be cut short and run again: what is there already is read, not written. */
export async function copyStore(
  from: StorePlace,
  to: StorePlace,
  onProgress: (progress: CopyProgress) => void = () => {},
): Promise<CopyReport> {
  const owners = (await from.owners()).toSorted();
  const places = (await mapAtMost(atOnce, owners, (owner) => placesOf(from, owner))).flat();
  const progress = { conversations: 0, total: places.length, messages: 0 };
  onProgress(progress);
  const presets = await mapAtMost(atOnce, owners, (owner) => copyPresets(from, to, owner));
  const copied = await mapAtMost(atOnce, places, async ({ owner, id }) => {
    const result = await copyConversation(from, to, owner, id);
    progress.conversations += 1;
    progress.messages += result.messages;
    onProgress(progress);
    return { name: `${owner} ${id}`, ...result };
  });
  const there = await mapAtMost(atOnce, owners, (owner) => placesOf(to, owner));
  const named = (outcome: CopyOutcome) =>
    copied.filter((one) => one.outcome === outcome).map(({ name }) => name);
  const differingPresets = presets.filter(({ source, target }) => source !== target);
  const known = new Set(places.map(({ owner, id }) => `${owner} ${id}`));
  const all = (side: "source" | "target") =>
    fingerprint([presets.map((one) => one[side]), copied.map((one) => one[side])]);
  return {
    owners: owners.length,
    conversations: places.length,
    messages: progress.messages,
    presets: presets.reduce((sum, { count }) => sum + count, 0),
    written: named("written").length + named("differs").length,
    newer: named("newer"),
    differing: [...named("differs"), ...differingPresets.map(({ owner }) => `${owner} presets`)],
    others: there.flat().filter(({ owner, id }) => !known.has(`${owner} ${id}`)).length,
    source: all("source"),
    target: all("target"),
  };
}

async function placesOf({ conversations }: StorePlace, owner: string): Promise<Place[]> {
  return (await conversationIds(conversations, owner)).sort().map((id) => ({ owner, id }));
}

/** Presets say nothing of when they were changed: the source's replace those of the same id. */
async function copyPresets(from: StorePlace, to: StorePlace, owner: string) {
  const presets = await from.presets.listPresets(owner);
  const there = new Map(
    (await to.presets.listPresets(owner)).map((preset) => [preset.id, fingerprint(preset)]),
  );
  for (const preset of presets) {
    if (there.get(preset.id) !== fingerprint(preset)) await to.presets.putPreset(owner, preset);
  }
  const ids = new Set(presets.map(({ id }) => id));
  const read = (await to.presets.listPresets(owner)).filter(({ id }) => ids.has(id));
  return { owner, count: presets.length, source: fingerprintOfAll(presets), target: fingerprintOfAll(read) };
}

function fingerprintOfAll(presets: Preset[]): string {
  return fingerprint(presets.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
}
