import type { Profile, ProfileStore } from "../../../runtime/access-ports";

/** Profiles in memory; who has none is no admin. */
export function createMemoryProfileStore(profiles: Record<string, Profile> = {}): ProfileStore {
  return { getProfile: async (owner) => profiles[owner] ?? { isAdmin: false } };
}
