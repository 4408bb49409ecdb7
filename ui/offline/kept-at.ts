/** On an answer that does not come from the API but was kept from before: when, in ms since the epoch. */
export const keptAtHeader = "x-parley-kept-at";

/** What the page tells its service worker: to keep these as they are now. */
export interface KeepMessage {
  type: "keep";
  /** Files of the page that it has used. */
  assets: string[];
  /** Reads of the API. */
  reads: string[];
}
