import type { FileExtra, FilePlace } from "../file-ports";
import { sha256 } from "./dynamo-keys";

/** What is uploaded and belongs to no conversation yet; the bucket sweeps it. */
export const uploadPrefix = "uploads/";

/** What belongs to a conversation. */
export const keptPrefix = "files/";

/** All that may be made from a file. */
export const fileExtras: readonly FileExtra[] = ["text"];

/** Where the bytes of a file lie. The owner is hashed: keys show up in logs and inventories. */
export function fileKey({ owner, id, isKept }: FilePlace): string {
  return isKept ? `${keptFolder(owner, id)}/content` : `${uploadPrefix}${ownerPart(owner)}/${id}`;
}

/** What is made from an upload lies beside it, and is swept with it. */
export function extraKey(place: FilePlace, extra: FileExtra): string {
  const { owner, id, isKept } = place;
  return isKept ? `${keptFolder(owner, id)}/${extra}` : `${fileKey(place)}.${extra}`;
}

function keptFolder(owner: string, id: string): string {
  return `${keptPrefix}${ownerPart(owner)}/${id}`;
}

function ownerPart(owner: string): string {
  return sha256(owner).slice(0, 32);
}
