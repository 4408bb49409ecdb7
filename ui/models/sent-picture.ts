import { type ReadonlySignal, signal } from "@preact/signals";
import { ApiError } from "../api/api-error";
import type { ParleyApi } from "../api/client";
import type { PagePorts } from "../ports";
import type { WorkQueue } from "./work-queue";

/** A link is good for five minutes, counted from before it was here. */
const linkMs = 270_000;

/** The picture of one file that a message was sent with. */
export interface SentPicture {
  /** Undefined until it is known, and when there is no picture at it. */
  address: ReadonlySignal<string | undefined>;
  /** Its file was found to be deleted. */
  isGone: ReadonlySignal<boolean>;
  /** False when it has an address that has led there for too long. */
  holds(): boolean;
  /** It comes into view: its address is asked for in its turn, unless that is known. */
  look(): void;
  /** It is out of view: what was not asked for yet is not. */
  leave(): void;
  /** There is no picture at its address: asks for another, once, and then has none for a while. */
  fail(): void;
}

/** What asks for their addresses, when there is time. */
export type PictureQueue = WorkQueue<() => Promise<void>>;

/** What pictures need of the page. */
export interface PicturePorts extends Pick<PagePorts, "now"> {
  api: Pick<ParleyApi, "getFile">;
}

/** @param given - where it is in memory: it is not asked for then */
export function createSentPicture(
  { api, now }: PicturePorts,
  queue: PictureQueue,
  id: string,
  given?: string,
): SentPicture {
  const address = signal(given);
  const isGone = signal(false);
  let isLast = given !== undefined;
  let askedUntil = given === undefined ? 0 : Infinity;

  async function ask(): Promise<void> {
    askedUntil = Infinity;
    try {
      address.value = (await api.getFile(id)).url;
      askedUntil = now() + linkMs;
    } catch (error) {
      isGone.value = error instanceof ApiError && error.status === 404;
      // What is gone does not come back.
      if (!isGone.peek()) askedUntil = 0;
    }
  }

  return {
    address,
    isGone,
    holds: () => address.peek() === undefined || now() < askedUntil,
    look: () => {
      if (address.peek() !== undefined || now() < askedUntil) return;
      isLast = false;
      queue.add(ask);
    },
    leave: () => queue.drop(ask),
    fail: () => {
      address.value = undefined;
      if (!isLast) queue.add(ask);
      isLast = true;
    },
  };
}
