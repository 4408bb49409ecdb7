import type { Message } from "../contract/message";
import type { Clock, FileStore } from "../ports";
import { isInline, type MessageBody, type MessageItem, toMessage } from "./dynamo-items";

/** Texts of messages too large for the table, as JSON in the file store. */
export interface MessageBodies {
  /** Stores the body if it is too large for an item; returns the key that the item then carries. */
  offload(key: string, body: MessageBody): Promise<string | undefined>;
  /** Takes back what was offloaded for an item that could not be written. */
  discard(keys: (string | undefined)[]): Promise<void>;
  /** The whole message of an item, as it stands now. */
  read(item: MessageItem): Promise<Message>;
}

export function createMessageBodies(files: FileStore, clock: Clock): MessageBodies {
  return {
    async offload(key, body) {
      if (isInline(body)) return undefined;
      await files.putText(key, JSON.stringify(body));
      return key;
    },
    async discard(keys) {
      const written = keys.filter((key) => key !== undefined);
      if (written.length > 0) await files.deleteAll(written);
    },
    async read(item) {
      const body =
        item.bodyKey === undefined
          ? undefined
          : (JSON.parse(await files.getText(item.bodyKey)) as MessageBody);
      return toMessage(item, clock(), body);
    },
  };
}
