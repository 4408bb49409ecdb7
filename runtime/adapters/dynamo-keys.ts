import { createHash } from "node:crypto";

/** Key of an item of the table. */
export interface ItemKey {
  pk: string;
  sk: string;
}

/**
 * Where things lie in the one table:
 *
 * | item | pk | sk |
 * |---|---|---|
 * | conversation | `U#<owner>` | `C#<id>`, listed by the index: `U#<owner>`, or `U#<owner>#pinned`; `<updatedAt>#<id>` |
 * | preset | `U#<owner>` | `P#<id>` |
 * | turn, by `clientMessageId`, 24 h | `U#<owner>` | `T#<clientMessageId>` |
 * | usage of a month, `yyyy-mm` | `U#<owner>` | `Q#<month>`, listed by the index: `USAGE#<month>`; `<owner>` |
 * | file | `U#<owner>` | `F#<id>` |
 * | file of a conversation | `U#<owner>` | `A#<conversation id>#<file id>` |
 * | bytes of all files | `U#<owner>` | `B` |
 * | deletion under way, also of a conversation that lies elsewhere | `U#<owner>` | `D#<conversation id>` |
 * | message | `M#<owner>#<conversation id>` | `<message id>` |
 * | API key, for who calls with it | `KEY#<SHA-256 of the key, hex>` | `KEY` |
 * | API key, for its list | `KEYS` | `<owner>#<id>` |
 * | profile: tier, admin | `OWNER#<owner>` | `PROFILE` |
 * | what API Gateway counts an owner by | `USAGEKEY#<owner>` | `USAGEKEY` |
 * | usage plan of a tier | `PLANS` | `<tier>` |
 *
 * The owner is part of every key, so what belongs to another cannot even be asked for. Both parts of a message's key
 * are escaped: no `#` in them can make one owner's key look like another's.
 */
export const keys = {
  conversation: (owner: string, id: string): ItemKey => ({ pk: ownerKey(owner), sk: `C#${id}` }),
  preset: (owner: string, id: string): ItemKey => ({ pk: ownerKey(owner), sk: `P#${id}` }),
  turn: (owner: string, clientMessageId: string): ItemKey => ({
    pk: ownerKey(owner),
    sk: `T#${clientMessageId}`,
  }),
  usage: (owner: string, month: string): ItemKey => ({ pk: ownerKey(owner), sk: usageSort(month) }),
  file: (owner: string, id: string): ItemKey => ({ pk: ownerKey(owner), sk: `F#${id}` }),
  attachment: (owner: string, conversationId: string, fileId: string): ItemKey => ({
    pk: ownerKey(owner),
    sk: `${attachmentSort(conversationId)}${fileId}`,
  }),
  fileBytes: (owner: string): ItemKey => ({ pk: ownerKey(owner), sk: "B" }),
  deletion: (owner: string, id: string): ItemKey => ({ pk: ownerKey(owner), sk: `D#${id}` }),
  message: (owner: string, conversationId: string, id: string): ItemKey => ({
    pk: messagesKey(owner, conversationId),
    sk: id,
  }),
  apiKey: (hash: string): ItemKey => ({ pk: `KEY#${hash}`, sk: "KEY" }),
  listedKey: (owner: string, id: string): ItemKey => ({
    pk: keyList,
    sk: `${encodeURIComponent(owner)}#${id}`,
  }),
  profile: (owner: string): ItemKey => ({ pk: `OWNER#${encodeURIComponent(owner)}`, sk: "PROFILE" }),
  usageKey: (owner: string): ItemKey => ({ pk: `USAGEKEY#${encodeURIComponent(owner)}`, sk: "USAGEKEY" }),
  plan: (tier: string): ItemKey => ({ pk: "PLANS", sk: tier }),
};

/** The partition of all keys: a team's are some hundred, and an admin sees them together. */
export const keyList = "KEYS";

export function ownerKey(owner: string): string {
  return `U#${encodeURIComponent(owner)}`;
}

/** The owner of an {@link ownerKey}. */
export function ownerOfKey(pk: string): string {
  return decodeURIComponent(pk.slice("U#".length));
}

export function messagesKey(owner: string, conversationId: string): string {
  return `M#${encodeURIComponent(owner)}#${encodeURIComponent(conversationId)}`;
}

/** The index that lists conversations, newest first, and everybody's usage. DynamoDB wants three characters at least. */
export const listingIndex = "by-updated";

/** Its partition, `g1pk`: what is pinned lies by itself, so that it can be listed first however old it is. */
export function listingPartition(owner: string, isPinned: boolean): string {
  return isPinned ? `${ownerKey(owner)}#pinned` : ownerKey(owner);
}

/** What the sort keys of a conversation's files begin with. */
export function attachmentSort(conversationId: string): string {
  return `A#${encodeURIComponent(conversationId)}#`;
}

/** Sort key of the usage of a month. */
export function usageSort(month: string): string {
  return `Q#${month}`;
}

/** The index's partition for everybody's usage of a month: no owner's key begins like it. */
export function usagePartition(month: string): string {
  return `USAGE#${month}`;
}

/** Its sort key, `g1sk`. */
export function listingKey(updatedAt: string, id: string): string {
  return `${updatedAt}#${id}`;
}

/** Where a message too large for the table lies. The owner is hashed: keys show up in logs and inventories. */
export function bodyKey(owner: string, conversationId: string, messageId: string): string {
  return `messages/${sha256(owner).slice(0, 32)}/${conversationId}/${messageId}`;
}

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
