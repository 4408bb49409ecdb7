import type { ConversationStore, PresetStore } from "../../runtime/ports";

/** A place that conversations are copied from or to. */
export interface StorePlace {
  conversations: ConversationStore;
  presets: PresetStore;
  /** Everybody who keeps something there. */
  owners(): Promise<string[]>;
}
