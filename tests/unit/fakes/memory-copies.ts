import type { CopyRecords } from "../../../runtime/adapters/aurora-copies";

/** What was copied, in memory. */
export function createMemoryCopies(): CopyRecords {
  const fingerprints = new Map<string, string | undefined>();
  const keyOf = ({ owner, kind, id }: Parameters<CopyRecords["get"]>[0]) => JSON.stringify([owner, kind, id]);
  return {
    get: async (place) => fingerprints.get(keyOf(place)),
    put: async (place, fingerprint) => void fingerprints.set(keyOf(place), fingerprint),
  };
}
