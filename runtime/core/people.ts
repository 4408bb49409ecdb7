import type { KeyBook, Profile, ProfileStore, UsageKeys } from "../access-ports";
import type { PeoplePage, Person, PersonPatch } from "../contract/person";
import { Problem } from "../contract/problem";
import type { PageRequest } from "../ports";
import { mapAtMost } from "./map-at-most";
import { tierNamed, type Tiers } from "./tiers";

/** What looking at people and changing them needs. */
export interface PeoplePorts {
  keys: KeyBook;
  profiles: ProfileStore;
  usageKeys: UsageKeys;
  tiers: Tiers;
}

/** How many profiles are read at the same time. */
const atOnce = 10;

/**
 * Everybody who has a key.
 *
 * @throws Problem `forbidden` when the caller is no admin.
 */
export async function listPeople(ports: PeoplePorts, caller: string, page: PageRequest): Promise<PeoplePage> {
  const { keys, profiles, tiers } = ports;
  await requireAdmin(profiles, caller, "people: only an admin may see them.");
  const { owners, cursor } = await keys.pageOfOwners(page);
  const people = await mapAtMost(atOnce, owners, async (owner) =>
    personOf(tiers, owner, await profiles.getProfile(owner)),
  );
  return { people, tiers: [...tiers], ...(cursor !== undefined && { cursor }) };
}

/**
 * Puts somebody into another tier, makes them an admin or no admin any more. The stack's own first person stays what
 * they are, so that there is always an admin.
 *
 * @throws Problem `forbidden` when the caller is no admin, `not_found` for somebody without a key, `bad_request` for a
 * tier that there is not, `conflict` for the first person.
 */
export async function changePerson(
  { keys, profiles, usageKeys, tiers }: PeoplePorts,
  caller: string,
  id: string,
  change: PersonPatch,
): Promise<Person> {
  await requireAdmin(profiles, caller, "people: only an admin may change them.");
  const { tier } = change;
  if (tier !== undefined && !tiers.some(({ name }) => name === tier)) {
    const names = tiers.map(({ name }) => name).join(", ");
    throw new Problem("bad_request", `tier: is ${JSON.stringify(tier)}; there are ${names}.`);
  }
  const [profile, owned] = await Promise.all([profiles.getProfile(id), keys.listKeys(id)]);
  if (owned.length === 0) throw new Problem("not_found", "There is nobody of that name who has a key.");
  if (profile.isFromStack) {
    throw new Problem(
      "conflict",
      `${id} was made by the stack itself: an admin of the first tier, and stays so.`,
    );
  }
  const changed = await profiles.changeProfile(id, change);
  // After it: what is cut short between the two is mended by giving the tier once more.
  if (tier !== undefined) await usageKeys.moveUsageKey(id, tier);
  return personOf(tiers, id, changed);
}

/** @throws Problem `forbidden` */
export async function requireAdmin(profiles: ProfileStore, caller: string, message: string): Promise<void> {
  const { isAdmin } = await profiles.getProfile(caller);
  if (!isAdmin) throw new Problem("forbidden", message);
}

function personOf(tiers: Tiers, id: string, { tier, isAdmin, isFromStack }: Profile): Person {
  return { id, tier: tierNamed(tiers, tier).name, isAdmin, ...(isFromStack && { isFromStack }) };
}
