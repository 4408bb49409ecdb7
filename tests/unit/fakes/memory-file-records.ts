import { limits } from "../../../runtime/contract/limits";
import type { File } from "../../../runtime/contract/file";
import { Problem } from "../../../runtime/contract/problem";
import type { FileRecords } from "../../../runtime/file-ports";
import type { Clock } from "../../../runtime/ports";

interface Kept {
  owner: string;
  file: File;
  /** While it belongs to no conversation. */
  until?: number;
}

/** Records of files in memory, by the rules of the port. */
export function createMemoryFileRecords(clock: Clock): FileRecords {
  const kept = new Map<string, Kept>();
  const of = (owner: string) =>
    [...kept.values()].filter((one) => one.owner === owner && (one.until ?? Infinity) > clock());
  const find = (owner: string, id: string) => of(owner).find(({ file }) => file.id === id);
  const used = (owner: string) => of(owner).reduce((bytes, { file }) => bytes + file.size, 0);

  return {
    async createFile({ owner, file, until, maxPersonBytes }) {
      const waiting = of(owner).filter((one) => one.until !== undefined);
      if (used(owner) + file.size > maxPersonBytes || waiting.length >= limits.waitingFiles)
        throw new Problem("conflict", "Too much.");
      kept.set(file.id, { owner, file: structuredClone(file), until: Math.floor(until / 1_000) * 1_000 });
    },
    async getFile(owner, id) {
      return structuredClone(find(owner, id)?.file);
    },
    async listFiles(owner, { limit, cursor }) {
      if (cursor !== undefined && !/^\d+$/.test(cursor)) throw new Problem("bad_request", "cursor");
      const from = Number(cursor ?? 0);
      const all = of(owner).map(({ file }) => file);
      const files = structuredClone(
        all.sort((one, other) => (one.id > other.id ? -1 : 1)).slice(from, from + limit),
      );
      return all.length > from + limit ? { files, cursor: String(from + limit) } : { files };
    },
    async usedBytes(owner) {
      return used(owner);
    },
    async claimFiles({ owner, conversationId, files }) {
      const found = files.map(({ id }) => find(owner, id));
      const isSame = files.every(
        (file, index) => found[index] && found[index].file.conversationId === file.conversationId,
      );
      if (!isSame) return false;
      for (const one of found) {
        if (!one) continue;
        one.file.conversationId = conversationId;
        delete one.until;
      }
      return true;
    },
    async renameFile(owner, id, name) {
      const one = find(owner, id);
      if (one) one.file.name = name;
      return one !== undefined;
    },
    async deleteFile(owner, id) {
      if (find(owner, id)) kept.delete(id);
    },
    async someFilesOf(owner, conversationId) {
      const ids = of(owner).filter(({ file }) => file.conversationId === conversationId);
      return ids.slice(0, 25).map(({ file }) => file.id);
    },
  };
}
