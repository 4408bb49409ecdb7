import { limits } from "../../../runtime/contract/limits";
import type { File } from "../../../runtime/contract/file";
import { Problem } from "../../../runtime/contract/problem";
import type { FileRecord, FileRecords, WaitingFile } from "../../../runtime/file-ports";
import type { Clock } from "../../../runtime/ports";

interface Kept {
  owner: string;
  file: FileRecord;
  /** While it belongs to no conversation. */
  until?: number;
}

interface Counted {
  owner: string;
  size: number;
  waiting?: WaitingFile;
}

/** Records of files in memory, by the rules of the port. */
export function createMemoryFileRecords(clock: Clock): FileRecords {
  const kept = new Map<string, Kept>();
  const counted = new Map<string, Counted>();
  const inSeconds = (ms: number) => Math.floor(ms / 1_000) * 1_000;
  const of = (owner: string) =>
    [...kept.values()].filter(
      (one) =>
        one.owner === owner &&
        (one.until ?? Infinity) > clock() &&
        !counted.get(one.file.id)?.waiting?.isDeleted,
    );
  const find = (owner: string, id: string) => of(owner).find(({ file }) => file.id === id);
  const countedOf = (owner: string, id: string) => {
    const one = counted.get(id);
    return one?.owner === owner ? one : undefined;
  };
  const count = (owner: string) => {
    const own = [...counted.values()].filter((one) => one.owner === owner);
    const waiting = own.flatMap((one) => one.waiting ?? []);
    return { bytes: own.reduce((bytes, { size }) => bytes + size, 0), waiting: structuredClone(waiting) };
  };

  const markDeleted: FileRecords["markDeleted"] = async (owner, files) => {
    const isSame = files.every(({ id, conversationId }) => {
      const one = countedOf(owner, id);
      return one && !one.waiting?.isDeleted && kept.get(id)?.file.conversationId === conversationId;
    });
    if (!isSame) return false;
    for (const { id, size, until } of files) {
      const waiting = { id, size, isDeleted: true, lookAt: inSeconds(clock()), until: inSeconds(until) };
      Object.assign(countedOf(owner, id)!, { waiting });
    }
    return true;
  };

  return {
    markDeleted,
    markAbandoned: markDeleted,
    async createFile({ owner, file, lookAt, until, maxPersonBytes }) {
      const { bytes, waiting } = count(owner);
      if (bytes + file.size > maxPersonBytes || waiting.length >= limits.waitingFiles)
        return { bytes, waiting };
      const { id, size } = file;
      const times = { lookAt: inSeconds(lookAt), until: inSeconds(until) };
      counted.set(id, { owner, size, waiting: { id, size, isDeleted: false, ...times } });
      kept.set(id, { owner, file: structuredClone(file), until: times.until });
      return undefined;
    },
    async getFile(owner, id) {
      return structuredClone(find(owner, id)?.file);
    },
    async listFiles(owner, { limit, cursor }) {
      if (cursor !== undefined && !/^\d+$/.test(cursor)) throw new Problem("bad_request", "cursor");
      const from = Number(cursor ?? 0);
      const all = of(owner).map(fileOf);
      const files = all.sort((one, other) => (one.id > other.id ? -1 : 1)).slice(from, from + limit);
      return all.length > from + limit ? { files, cursor: String(from + limit) } : { files };
    },
    async countFiles(owner) {
      return count(owner);
    },
    async claimFiles({ owner, conversationId, files }) {
      const found = files.map(({ id }) => find(owner, id));
      const isSame = files.every(
        (file, index) => found[index] && found[index].file.conversationId === file.conversationId,
      );
      if (!isSame) return false;
      for (const one of found) {
        if (!one || one.file.conversationId === conversationId) continue;
        Object.assign(one.file, { conversationId, claimedAt: clock() });
        delete one.until;
        delete counted.get(one.file.id)?.waiting;
      }
      return true;
    },
    async releaseFiles({ owner, conversationId, files }) {
      for (const { id } of files) {
        const file = find(owner, id)?.file;
        if (file?.conversationId === conversationId) delete file.claimedAt;
      }
    },
    async renameFile(owner, id, name) {
      const one = find(owner, id);
      if (one) one.file.name = name;
      return one !== undefined;
    },
    async lookLater(owner, files) {
      const waiting = files.flatMap(({ id }) => countedOf(owner, id)?.waiting ?? []);
      if (waiting.length < files.length) return false;
      for (const one of waiting) one.lookAt = one.until;
      return true;
    },
    async forgetFiles(owner, files) {
      if (!files.every(({ id }) => countedOf(owner, id)?.waiting?.isDeleted)) return false;
      for (const { id } of files) {
        counted.delete(id);
        kept.delete(id);
      }
      return true;
    },
    async someFilesOf(owner, conversationId) {
      const theirs = of(owner).filter(({ file }) => file.conversationId === conversationId);
      return theirs.slice(0, 25).map(fileOf);
    },
  };
}

function fileOf({ file }: Kept): File {
  const copy = structuredClone(file);
  delete copy.claimedAt;
  return copy;
}
