import type { CopiedPlace, CopyRecords } from "../../runtime/adapters/aurora-copies";
import { mapAtMost } from "../../runtime/core/map-at-most";
import type { CopyRules } from "./copy-step";
import { type CopiedThing, type CopyOutcome, copyThing } from "./copy-thing";
import { createFailureRow, type FailureRow, reasonOf } from "./failure-row";
import { fingerprint } from "./fingerprint";
import type { StorePlace } from "./store-place";
import { conversationAt, presetAt } from "./things";
import { conversationIds } from "./whole-conversation";

/** How many things are under way at the same time. */
const atOnce = 4;

export interface CopyProgress {
  /** Copied, or looked at; also those that failed. */
  conversations: number;
  /** How many conversations the source has. */
  total: number;
  messages: number;
}

/** Conversations are named `<owner> <id>`, presets `<owner> preset <id>`. */
export interface CopyReport {
  owners: number;
  /** What the source has, but for what failed. */
  conversations: number;
  messages: number;
  presets: number;
  /** How many conversations had to be written. */
  written: number;
  /** How many conversations were there already, as they are at the source. */
  same: number;
  /** How many things were deleted at the target, since they were at the source. */
  deleted: number;
  /** What was changed at the target since it was copied, or where nobody knows which side was. Left as it is. */
  changed: string[];
  /** What was deleted at the target since it was copied. Not made again. */
  deletedThere: string[];
  /** What was deleted at the source since it was copied. Left at the target. */
  deletedHere: string[];
  /** What is not the same after it was written: it was changed meanwhile, or it is being written. */
  differing: string[];
  /** What could not be copied, each as `<name>: <why>`. At the target it is as it was, or missing; the next copy tries again. */
  failed: string[];
  /** How many conversations and presets the target has that never were at the source. */
  others: number;
  /** Of all that the source has, but for what failed, at either side. Equal when all is there. */
  source: string;
  target: string;
}

interface Copied extends Omit<CopiedThing<unknown>, "value" | "outcome"> {
  place: CopiedPlace;
  messages: number;
  outcome: CopyOutcome | "failed";
  /** Of what failed. */
  why?: string;
}

/** Two places of one stack, and what is known of earlier copies between them. */
export interface StoreCopy {
  from: StorePlace;
  to: StorePlace;
  records: CopyRecords;
  /** @default - nothing that was changed or deleted since an earlier copy is lost at either side */
  rules?: CopyRules;
}

/**
 * Copies everything of everybody. May be cut short and run again: what is there already is read, not written, and of
 * what is not the same the records tell which side was changed since the last copy. What fails is told in the report,
 * and the others are copied.
 *
 * @throws Error when one after the other fails and a side is not there any more
 */
export async function copyStore(
  copy: StoreCopy,
  onProgress: (progress: CopyProgress) => void = () => {},
): Promise<CopyReport> {
  const sides = [copy.from, copy.to];
  const owners = [...new Set((await Promise.all(sides.map((side) => side.owners()))).flat())].sort();
  const [known = [], there = []] = await Promise.all(sides.map((side) => placesOf(side, owners)));
  const told = new Set(known.filter(isConversation));
  const progress = { conversations: 0, total: told.size, messages: 0 };
  onProgress(progress);
  const row = createFailureRow(() => Promise.all(sides.map(askSide)));
  const copied = await mapAtMost(atOnce, unique([...there, ...known]), async (place) => {
    const one = await copyOrFail(copy, place, row);
    if (told.has(place)) progress.conversations += 1;
    progress.messages += one.messages;
    onProgress(progress);
    return one;
  });
  return { owners: owners.length, ...reportOf(copied) };
}

async function copyOrFail(copy: StoreCopy, place: CopiedPlace, row: FailureRow): Promise<Copied> {
  try {
    const copied = await copyPlace(copy, place);
    row.end();
    return copied;
  } catch (error) {
    await row.add(nameOf(place), error);
    return { place, messages: 0, outcome: "failed", why: reasonOf(error) };
  }
}

/** Fails when it is not there. Whose conversations are listed does not matter. */
async function askSide({ conversations }: StorePlace): Promise<void> {
  await conversations.listConversations("nobody", { limit: 1 });
}

async function copyPlace(copy: StoreCopy, place: CopiedPlace): Promise<Copied> {
  const { from, to, records, rules = {} } = copy;
  const { owner, id } = place;
  const how = { place, records, rules };
  if (!isConversation(place)) {
    const preset = { from: presetAt(from, owner, id), to: presetAt(to, owner, id), ...how };
    return { place, messages: 0, ...(await copyThing(preset)) };
  }
  const conversation = { from: conversationAt(from, owner, id), to: conversationAt(to, owner, id), ...how };
  // Told without its messages: all of them would not fit into memory.
  const { value, ...copied } = await copyThing(conversation);
  return { place, messages: value?.messages.length ?? 0, ...copied };
}

function isConversation({ kind }: CopiedPlace): boolean {
  return kind === "conversation";
}

function reportOf(copied: readonly Copied[]): Omit<CopyReport, "owners"> {
  const at = (wanted: Copied["outcome"]) => copied.filter(({ outcome }) => outcome === wanted);
  const named = (outcome: Copied["outcome"]) => at(outcome).map(({ place }) => nameOf(place));
  const here = copied.filter(({ source }) => source !== undefined);
  const conversations = here.filter(({ place }) => isConversation(place));
  return {
    conversations: conversations.length,
    messages: here.reduce((sum, { messages }) => sum + messages, 0),
    presets: here.length - conversations.length,
    written: conversations.filter(({ outcome }) => outcome === "written" || outcome === "differs").length,
    same: conversations.filter(({ outcome }) => outcome === "same").length,
    deleted: at("delete").length,
    changed: named("changed"),
    deletedThere: named("deleted there"),
    deletedHere: named("deleted here"),
    differing: named("differs"),
    failed: at("failed").map(({ place, why }) => `${nameOf(place)}: ${why}`),
    others: at("only there").length,
    source: fingerprint(here.map(({ source }) => source)),
    target: fingerprint(here.map(({ target }) => target)),
  };
}

function nameOf({ owner, kind, id }: CopiedPlace): string {
  return kind === "preset" ? `${owner} preset ${id}` : `${owner} ${id}`;
}

async function placesOf({ conversations, presets }: StorePlace, owners: string[]): Promise<CopiedPlace[]> {
  const places = await mapAtMost(atOnce, owners, async (owner) => {
    const ids = await conversationIds(conversations, owner);
    const kept = await presets.listPresets(owner);
    return [
      ...ids.map((id): CopiedPlace => ({ owner, kind: "conversation", id })),
      ...kept.map(({ id }): CopiedPlace => ({ owner, kind: "preset", id })),
    ];
  });
  return places.flat();
}

/** Each place once, always in the same order. */
function unique(places: readonly CopiedPlace[]): CopiedPlace[] {
  const byKey = new Map(places.map((place) => [JSON.stringify([place.owner, place.kind, place.id]), place]));
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, place]) => place);
}
