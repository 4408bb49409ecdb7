import { beforeEach, describe, expect, it } from "vitest";
import { createAuroraConversationStore } from "../../runtime/adapters/aurora-conversation-store";
import type { Conversation } from "../../runtime/contract/conversation";
import type { Message } from "../../runtime/contract/message";
import { limits } from "../../runtime/contract/limits";
import { sourcesBytes } from "../../runtime/core/message-sources";
import type { ConversationStore } from "../../runtime/ports";
import { createTurnMaker } from "../contract/new-turn";
import { FakeTime } from "../unit/fakes/fake-time";
import { auroraDatabase } from "./aurora-database";

const database = auroraDatabase();
let store: ConversationStore;
let time: FakeTime;
let newTurn: ReturnType<typeof createTurnMaker>;

beforeEach(async () => {
  await database.clear();
  time = new FakeTime();
  store = createAuroraConversationStore({ sql: database.sql, clock: time.clock });
  newTurn = createTurnMaker(time.clock);
});

/** The lengths of all pages of a list, page after page. */
async function pagesOf<T>(read: (cursor?: string) => Promise<{ items: T[]; cursor?: string }>) {
  const pages: T[][] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    pages.push(page.items);
    cursor = page.cursor;
  } while (cursor);
  return pages;
}

describe("texts of any length and any characters", () => {
  const texts = [
    "\0 a file that was pasted \u001a",
    "\u0001".repeat(100_000),
    '"\\\n'.repeat(90_000),
    "😀".repeat(150_000),
    "粉".repeat(350_000),
  ];

  it("are stored and read, one by one and together", async () => {
    const { conversation } = newTurn();
    const messages: Message[] = [];
    for (const text of texts) {
      const { user, reply } = newTurn({ conversation, after: messages.at(-1), text });
      messages.push(user, { ...reply, text: "", reasoning: text.slice(0, 20_000), status: "complete" });
    }
    await store.importConversation("ann", conversation, messages);
    const [longest, thought] = messages.slice(-2);
    for (const message of [longest, thought])
      expect(await store.getMessage("ann", conversation.id, message?.id ?? "")).toEqual(message);
    const pages = await pagesOf(async (cursor) => {
      const { messages: items, ...page } = await store.listMessages("ann", conversation.id, {
        limit: 100,
        cursor,
      });
      return { items, ...page };
    });
    expect(pages.flat().toReversed()).toEqual(messages);
    expect(pages.length).toBeGreaterThan(3);
  });

  it("are titles and ids, too", async () => {
    const turn = newTurn({ text: "a\0b" });
    await store.beginTurn(turn);
    expect(await store.getConversation("ann", turn.conversation.id)).toEqual(turn.conversation);
    await expect(store.getMessage("ann", turn.conversation.id, "\0")).rejects.toThrow("no such message");
  });
});

describe("all that can be known of a reply", () => {
  it("fits into a row, whatever its text is", async () => {
    const { conversation, user, reply } = newTurn();
    const source = { fileId: "f1", name: "x", parts: [] as string[] };
    while (sourcesBytes([source]) < limits.sourcesBytes - 250) source.parts.push("x".repeat(200));
    const odd = (chars: number) => "\u0001".repeat(chars);
    const known: Message = {
      ...reply,
      text: "x".repeat(15_000),
      reasoning: "y".repeat(15_000),
      status: "failed",
      model: odd(200),
      error: { code: "model_error", message: odd(2_000) },
      feedback: { rating: "dislike", comment: odd(limits.commentChars) },
      sources: [source],
    };
    await store.importConversation("ann", conversation, [user, known]);
    expect(await store.getMessage("ann", conversation.id, reply.id)).toEqual(known);
    const { messages } = await store.listMessages("ann", conversation.id, { limit: 10 });
    expect(messages).toEqual([known, user]);
  });
});

describe("the longest settings", () => {
  const settings = { system: "粉".repeat(20_000), temperature: 0.1 };

  it("make a page of the list short, and of a search", async () => {
    for (let made = 0; made < 20; made++) {
      const { conversation } = newTurn();
      await store.importConversation("ann", { ...conversation, title: "quince", settings }, []);
    }
    const list = (q?: string) =>
      pagesOf<Conversation>(async (cursor) => {
        const { conversations: items, ...page } = await store.listConversations("ann", {
          limit: 100,
          cursor,
          q,
        });
        return { items, ...page };
      });
    expect((await list()).map((page) => page.length)).toEqual([11, 9]);
    expect((await list("quince")).map((page) => page.length)).toEqual([10, 10]);
  });

  it("of control characters fit into a row", async () => {
    const { conversation } = newTurn();
    const odd = { ...conversation, settings: { system: "\u0001".repeat(20_000) } };
    await store.importConversation("ann", odd, []);
    expect((await store.listConversations("ann", { limit: 1 })).conversations).toEqual([odd]);
  });

  it("fit into a row beside the longest match", async () => {
    const turn = newTurn({ text: `${"😀".repeat(500)}quince${"😀".repeat(1_000)}` });
    const conversation = { ...turn.conversation, title: "粉".repeat(200), settings };
    await store.importConversation("ann", conversation, [turn.user]);
    const { conversations } = await store.listConversations("ann", { limit: 1, q: "quince" });
    expect(conversations[0]?.match?.excerpt).toMatch(/^…(😀)+quince(😀)+…$/);
  });

  it("are refused where they would not fit, and change nothing", async () => {
    const { conversation } = newTurn();
    await store.importConversation("ann", conversation, []);
    const tooLong = store.updateConversation("ann", conversation.id, {
      settings: { system: "\u{10ffff}".repeat(10_000) },
    });
    await expect(tooLong).rejects.toMatchObject({
      code: "bad_request",
      message: "settings.system: takes 80000 bytes in the database; at most 60000 are allowed.",
    });
    expect(await store.getConversation("ann", conversation.id)).toEqual(conversation);
  });
});

describe("a search", () => {
  /** Empty ones, as many rows at once. */
  async function makeConversations(count: number): Promise<void> {
    await database.sql.query(
      `INSERT INTO conversations (owner, id, title, searched_title, created_at, updated_at, pinned, bytes)
      SELECT 'ann', CAST(n AS text), 'Rye', 'rye', :now, :now, false, 4
      FROM generate_series(1, CAST(:count AS integer)) AS n`,
      { now: new Date(time.clock()).toISOString(), count },
    );
  }

  it("looks through more conversations than one statement does, and says where it was found", async () => {
    const found = newTurn({ text: `${"Rye. ".repeat(5_000)}An old\n\tquince, ${"and flour ".repeat(100)}` });
    await store.beginTurn(found);
    await time.pass(1_000);
    await makeConversations(410);
    const { conversations, cursor } = await store.listConversations("ann", { limit: 10, q: "OLD quince" });
    expect(cursor).toBeUndefined();
    expect(conversations).toEqual([
      {
        ...found.conversation,
        match: {
          messageId: found.user.id,
          excerpt: expect.stringMatching(/^…(Rye\. )+An old quince, (and flour )+and…$/),
        },
      },
    ]);
  });

  it("ends a call after two seconds, and goes on with the next", async () => {
    await store.beginTurn(newTurn({ text: "Quince" }));
    await time.pass(1_000);
    await makeConversations(250);
    let calls = 0;
    const slow = createAuroraConversationStore({ sql: database.sql, clock: () => calls++ * 2_000 });
    const first = await slow.listConversations("ann", { limit: 10, q: "quince" });
    expect(first).toEqual({ conversations: [], cursor: expect.any(String) });
    const second = await slow.listConversations("ann", { limit: 10, q: "quince", cursor: first.cursor });
    expect(second.conversations.map(({ title }) => title)).toEqual(["Quince"]);
  });
});

describe("what the store leaves behind", () => {
  const rows = async (table: string) =>
    Number((await database.sql.query(`SELECT count(*) AS n FROM ${table}`))[0]?.["n"]);

  it("is nothing but the turn's ids after a deletion, and those for a day", async () => {
    const turn = newTurn({ clientMessageId: "one" });
    await store.beginTurn(turn);
    await store.deleteConversation("ann", turn.conversation.id);
    expect([await rows("conversations"), await rows("messages"), await rows("turns")]).toEqual([0, 0, 1]);
    await time.pass(26 * 60 * 60 * 1_000);
    await store.beginTurn(newTurn({ clientMessageId: "two" }));
    expect(await rows("turns")).toBe(1);
  });

  it("is no way for a clientMessageId of yesterday to stand in the way", async () => {
    await store.beginTurn(newTurn({ clientMessageId: "one" }));
    await time.pass(24 * 60 * 60 * 1_000 + 1_000);
    expect(await store.beginTurn(newTurn({ clientMessageId: "one" }))).toMatchObject({ repeated: false });
  });

  it("is nothing of a turn that could not be begun", async () => {
    const { conversation } = newTurn();
    await expect(store.beginTurn(newTurn({ conversation, clientMessageId: "one" }))).rejects.toThrow(
      "There is no such conversation.",
    );
    expect([await rows("conversations"), await rows("messages"), await rows("turns")]).toEqual([0, 0, 0]);
  });
});
