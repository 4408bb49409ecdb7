import type { Profile, ProfileStore } from "../../../runtime/access-ports";

/** Profiles in memory; who has none is no admin. */
export function createMemoryProfileStore(given: Record<string, Profile> = {}): ProfileStore {
  const profiles = new Map(Object.entries(given));
  const getProfile = async (owner: string) => profiles.get(owner) ?? { isAdmin: false };
  return {
    getProfile,
    async changeProfile(owner, { tier, isAdmin }) {
      const change = { ...(tier !== undefined && { tier }), ...(isAdmin !== undefined && { isAdmin }) };
      profiles.set(owner, { ...(await getProfile(owner)), ...change });
      return getProfile(owner);
    },
  };
}
