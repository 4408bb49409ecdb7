import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Conversation, ConversationPage, ListedConversation } from "../contract/conversation";
import { excerptOf } from "../core/text-search";
import type { PageRequest } from "../ports";
import { readCursor, writeCursor } from "./list-cursor";
import type { DynamoContext } from "./dynamo-context";
import type { MessageItem } from "./dynamo-items";
import { messagesKey, ownerKey } from "./dynamo-keys";
import { readListing } from "./dynamo-listing";

/** What one call may cost, whatever there is: so many looks, and so much text, in read units of 8 KB. */
const callLooks = 100;
const callUnits = 1_000;

/** And how long its answer may be: Lambda's ends at 6 MB, and settings have up to 60 KB a conversation. */
const callBytes = 1_000_000;

/** How many conversations are looked at at the same time, each at 1 MB of text at most. */
const atOnce = 8;
const listingItems = 48;

/** What one look at a conversation gave. */
interface Look {
  hit?: ListedConversation;
  /** Without a hit: the last message looked at, when there are older ones. */
  unread?: string;
  units: number;
}

interface Step extends Look {
  /** Where a search goes on after this look; within a conversation, it has its id and message too. */
  place: string[];
  isEnd: boolean;
}

/**
 * A page of what a search finds, newest first. A call ends when the page is full or has cost enough; the cursor says
 * where the next one goes on, within a conversation if that one is long. Texts in the file store are not looked at.
 */
export async function searchConversations(
  context: DynamoContext,
  owner: string,
  pattern: RegExp,
  { limit, cursor }: PageRequest,
): Promise<ConversationPage> {
  const list = ownerKey(owner);
  const start = cursor === undefined ? [] : readCursor(list, cursor);
  const conversations: ListedConversation[] = [];
  let looks = 0;
  let units = 0;
  let bytes = 0;
  for await (const step of lookAtAll(context, owner, pattern, start)) {
    if (step.hit) conversations.push(step.hit);
    if (step.isEnd) break;
    looks += 1;
    units += step.units;
    bytes += step.hit ? Buffer.byteLength(JSON.stringify(step.hit)) : 0;
    const isSpent = looks >= callLooks || units >= callUnits || bytes >= callBytes;
    if (conversations.length === limit || isSpent)
      return { conversations, cursor: writeCursor(list, ...step.place) };
  }
  return { conversations };
}

/** Looks at one conversation after the other, at a few ahead of what is asked for. */
async function* lookAtAll(
  context: DynamoContext,
  owner: string,
  pattern: RegExp,
  [start = "", withinId, within]: string[],
): AsyncGenerator<Step, void> {
  let after = start;
  let more = true;
  while (more) {
    const listing = await readListing(context, owner, after, listingItems);
    more = listing.more;
    for (let first = 0; first < listing.found.length; first += atOnce) {
      const ahead = listing.found.slice(first, first + atOnce).map(({ conversation, place }) => ({
        conversation,
        place,
        looking: look(
          context,
          owner,
          conversation,
          pattern,
          conversation.id === withinId ? within : undefined,
        ),
      }));
      await Promise.all(ahead.map(({ looking }) => looking));
      for (const { conversation, place, looking } of ahead) {
        let last = await looking;
        while (last.unread !== undefined) {
          yield { ...last, place: [after, conversation.id, last.unread], isEnd: false };
          last = await look(context, owner, conversation, pattern, last.unread);
        }
        after = place;
        const isEnd = !more && conversation === listing.found.at(-1)?.conversation;
        yield { ...last, place: [after], isEnd };
      }
    }
  }
}

/** Looks at the title, then at a page of messages, at most 1 MB, newest first. */
async function look(
  { client, tableName: TableName }: DynamoContext,
  owner: string,
  conversation: Conversation,
  pattern: RegExp,
  from: string | undefined,
): Promise<Look> {
  if (pattern.test(conversation.title)) return { hit: conversation, units: 0 };
  const pk = messagesKey(owner, conversation.id);
  const { Items, LastEvaluatedKey, ConsumedCapacity } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
      ProjectionExpression: "id, #text",
      ExpressionAttributeNames: { "#text": "text" },
      ScanIndexForward: false,
      ExclusiveStartKey: from === undefined ? undefined : { pk, sk: from },
      ReturnConsumedCapacity: "TOTAL",
    }),
  );
  const units = ConsumedCapacity?.CapacityUnits ?? 0;
  for (const { id: messageId, text = "" } of (Items ?? []) as MessageItem[]) {
    const excerpt = excerptOf(text, pattern);
    if (excerpt !== undefined) return { hit: { ...conversation, match: { messageId, excerpt } }, units };
  }
  return { units, unread: LastEvaluatedKey?.["sk"] as string | undefined };
}
