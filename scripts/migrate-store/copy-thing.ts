import type { CopiedPlace, CopyRecords } from "../../runtime/adapters/aurora-copies";
import { copyStep, type CopyRules, type CopyStep } from "./copy-step";
import { fingerprint } from "./fingerprint";

/** One thing at one side. */
export interface ThingAt<T> {
  /** Undefined when it is not there. */
  read(): Promise<T | undefined>;
  /** Makes it; what was there under its id was removed. */
  write(value: T): Promise<void>;
  remove(): Promise<void>;
}

/** A thing, what is known of its last copy, and what the operator says. */
export interface CopiedFrom<T> {
  from: ThingAt<T>;
  to: ThingAt<T>;
  place: CopiedPlace;
  records: CopyRecords;
  rules: CopyRules;
}

/** What became of a thing. `differs`: it is not the same after it was written. */
export type CopyOutcome = Exclude<CopyStep, "write"> | "written" | "differs";

export interface CopiedThing<T> {
  outcome: CopyOutcome;
  /** As it was at the source. */
  value?: T;
  /** Its fingerprint at either side. */
  source?: string;
  target?: string;
}

/** Brings one thing to the target where that is right, reads it back, and records what both sides have. */
export async function copyThing<T>(thing: CopiedFrom<T>): Promise<CopiedThing<T>> {
  const { from, to, place, records, rules } = thing;
  const [value, copied] = await Promise.all([from.read(), records.get(place)]);
  if (value === undefined && copied === undefined) return { outcome: "only there" };
  const there = await to.read();
  const [source, target] = [fingerprintOf(value), fingerprintOf(there)];
  const step = copyStep({ source, target, copied }, rules);
  if (step === "write")
    return { value, source, ...(await write(thing, value as T, { source, there, copied })) };
  if (step === "same" && copied !== source) await records.put(place, source);
  if (step === "delete") {
    await to.remove();
    await records.put(place, undefined);
  }
  return { outcome: step, value, source, target };
}

/** What is known of a thing before it is written: its fingerprint at the source, what the target has, the last copy's. */
interface Known<T> {
  source?: string;
  there?: T;
  copied?: string;
}

async function write<T>(
  thing: CopiedFrom<T>,
  value: T,
  known: Known<T>,
): Promise<Pick<CopiedThing<T>, "outcome" | "target">> {
  const { to, place, records } = thing;
  // Cut short after the removal, it must not look as if somebody had deleted it there.
  await records.put(place, undefined);
  if (known.there !== undefined) await to.remove();
  try {
    await to.write(value);
  } catch (error) {
    await putBack(thing, known);
    throw error;
  }
  const target = fingerprintOf(await to.read());
  // Also of what is not the same: what was written is the copy's, and the next one may replace it.
  await records.put(place, target);
  return { outcome: target === known.source ? "written" : "differs", target };
}

/** What was replaced, by what could not be written. Where that fails, too, the next copy finds nothing, and writes it. */
async function putBack<T>({ to, place, records }: CopiedFrom<T>, { there, copied }: Known<T>): Promise<void> {
  if (there === undefined) return;
  try {
    await to.write(there);
    await records.put(place, copied);
  } catch {
    // Told is why it could not be written.
  }
}

function fingerprintOf(value: unknown): string | undefined {
  return value === undefined ? undefined : fingerprint(value);
}
