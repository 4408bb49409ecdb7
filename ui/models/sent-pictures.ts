import type { MessageFile } from "../../runtime/contract/file";
import { type Attachment, fileOf, forgetPicture, hasPicture } from "./attachment";
import { type PicturePorts, type PictureQueue, type SentPicture, createSentPicture } from "./sent-picture";
import { createWorkQueue } from "./work-queue";

/** Pictures that stay in memory after they were sent. */
const maxKept = 20;
/**
 * What is larger is not fetched only to be shown small, as there is no small one to be had: screenshots have less,
 * photographs as they come from a phone have more.
 */
const maxFetchedBytes = 2_000_000;
/** Calls at a time for addresses: on AWS each is a run that all who use the chat share the number of. */
const atOnce = 3;

/** The pictures of files that messages were sent with. */
export interface SentPictures {
  /** Keeps the picture that was shown before it was sent, for as long as not too many others come. */
  keep(item: Attachment): void;
  /** Undefined for what has none. */
  of(file: MessageFile): SentPicture | undefined;
}

export function createSentPictures(ports: PicturePorts): SentPictures {
  const known = new Map<string, SentPicture>();
  const kept: Attachment[] = [];
  const queue: PictureQueue = createWorkQueue(atOnce, (ask) => ask());
  function make(id: string, given?: string): SentPicture {
    const picture = createSentPicture(ports, queue, id, given);
    known.set(id, picture);
    return picture;
  }

  return {
    keep: (item) => {
      const id = fileOf(item)?.id;
      const shown = item.preview.peek();
      // What was up before has a link, which is soon of no use.
      if (id === undefined || !shown?.startsWith("blob:") || kept.includes(item)) return;
      make(id, shown);
      kept.push(item);
      for (const old of kept.splice(0, Math.max(0, kept.length - maxKept))) {
        // Where it is on the page it stays.
        known.delete(fileOf(old)?.id ?? "");
        forgetPicture(old);
      }
    },
    of: (file) => {
      const before = known.get(file.id);
      if (before?.holds()) return before;
      return hasPicture(file) && file.size <= maxFetchedBytes ? make(file.id) : undefined;
    },
  };
}
