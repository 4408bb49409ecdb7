import { type Signal, signal } from "@preact/signals";
import type { MessageFile } from "../../runtime/contract/file";
import type { ParleyApi } from "../api/client";
import { type Attachment, fileOf, forgetPicture, hasPicture } from "./attachment";

/** Pictures that stay in memory after they were sent. */
const maxKept = 20;
/** What is larger is not fetched only to be shown small. */
const maxFetchedBytes = 5_000_000;

/** The pictures of files that messages were sent with. */
export interface SentPictures {
  /** Keeps the picture that was shown before it was sent, for as long as not too many others come. */
  keep(item: Attachment): void;
  /** Address of its picture: undefined until it is known, and for what has none. */
  of(file: MessageFile): Signal<string | undefined>;
  /** Its address is of no use, or not any more: who wants it next asks anew. */
  drop(file: MessageFile): void;
}

type PictureApi = Pick<ParleyApi, "getFile">;

const known = new WeakMap<PictureApi["getFile"], SentPictures>();

/** The same for what sends files and what shows sent ones: their APIs differ, but not in how a file is had. */
export function sentPictures(api: PictureApi): SentPictures {
  const { getFile } = api;
  const pictures = known.get(getFile) ?? createSentPictures(api);
  known.set(getFile, pictures);
  return pictures;
}

function createSentPictures(api: PictureApi): SentPictures {
  const addresses = new Map<string, Signal<string | undefined>>();
  const kept: Attachment[] = [];

  return {
    keep: (item) => {
      const id = fileOf(item)?.id;
      if (id === undefined || item.preview.peek() === undefined || kept.includes(item)) return;
      addresses.set(id, item.preview);
      kept.push(item);
      for (const old of kept.splice(0, Math.max(0, kept.length - maxKept))) {
        addresses.delete(fileOf(old)?.id ?? "");
        forgetPicture(old);
      }
    },
    of: (file) => {
      const before = addresses.get(file.id);
      if (before) return before;
      const address = signal<string | undefined>(undefined);
      addresses.set(file.id, address);
      const ask = async () => (address.value = (await api.getFile(file.id)).url);
      // A file that is gone says so when it is pressed.
      if (hasPicture(file) && file.size <= maxFetchedBytes) ask().catch(() => addresses.delete(file.id));
      return address;
    },
    drop: ({ id }) => void addresses.delete(id),
  };
}
