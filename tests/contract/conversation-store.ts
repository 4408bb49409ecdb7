import { beforeEach, describe, expect, it } from "vitest";
import { Problem } from "../../runtime/contract/problem";
import type { ConversationStore, NewTurn, ReplyEnd } from "../../runtime/ports";
import { FakeTime } from "../unit/fakes/fake-time";
import { createTurnMaker } from "./new-turn";

/** Makes an empty store that reads this time. */
export type MakeStore = (time: FakeTime) => Promise<ConversationStore>;

/** What every `ConversationStore` does, whatever it stores in. */
export function conversationStoreContract(makeStore: MakeStore): void {
  let time: FakeTime;
  let store: ConversationStore;
  let newTurn: ReturnType<typeof createTurnMaker>;

  beforeEach(async () => {
    time = new FakeTime();
    store = await makeStore(time);
    newTurn = createTurnMaker(time.clock);
  });

  const endOf = ({ owner, reply }: NewTurn, text: string): ReplyEnd => ({
    ...{ owner, conversationId: reply.conversationId, messageId: reply.id, text, reasoning: "" },
    ...{ status: "complete", finishReason: "stop", usage: { promptTokens: 5, completionTokens: 2 } },
  });
  const begin = async (turn: NewTurn) => {
    await store.beginTurn(turn);
    return turn;
  };
  const problemOf = (promise: Promise<unknown>) =>
    promise.then(
      () => "no problem",
      (error: unknown) => (error instanceof Problem ? error.code : String(error)),
    );

  describe("a turn", () => {
    it("stores conversation, message and empty reply", async () => {
      const { conversation, user, reply } = await begin(newTurn());
      expect(await store.getConversation("ann", conversation.id)).toEqual(conversation);
      expect(await store.listMessages("ann", conversation.id, { limit: 10 })).toEqual({
        messages: [reply, user],
      });
    });

    it("moves its conversation to the top of the list", async () => {
      const first = await begin(newTurn());
      await time.pass(1_000);
      const second = await begin(newTurn());
      await time.pass(1_000);
      await begin(newTurn({ conversation: first.conversation, after: first.reply }));
      const { conversations } = await store.listConversations("ann", { limit: 10 });
      expect(conversations.map(({ id }) => id)).toEqual([first.conversation.id, second.conversation.id]);
      expect(conversations[0]?.updatedAt).toBe("2026-03-01T12:00:02.000Z");
    });

    it("with a clientMessageId that was there before is the earlier one, and writes nothing", async () => {
      const { conversation, user, reply } = await begin(newTurn({ clientMessageId: "again" }));
      const again = newTurn({ clientMessageId: "again", text: "x".repeat(300_001) });
      expect(await store.beginTurn(again)).toEqual({
        repeated: true,
        conversationId: conversation.id,
        userMessageId: user.id,
        messageId: reply.id,
      });
      expect(await problemOf(store.getConversation("ann", again.conversation.id))).toBe("not_found");
    });

    it("of two at once with one clientMessageId, one is the other", async () => {
      const turns = [newTurn({ clientMessageId: "race" }), newTurn({ clientMessageId: "race" })];
      const begun = await Promise.all(turns.map((turn) => store.beginTurn(turn)));
      expect(begun.map(({ repeated }) => repeated).sort()).toEqual([false, true]);
      expect(begun[0]?.messageId).toBe(begun[1]?.messageId);
    });

    it("of another owner may have the same clientMessageId", async () => {
      await begin(newTurn({ clientMessageId: "mine" }));
      const begun = await store.beginTurn(newTurn({ owner: "bob", clientMessageId: "mine" }));
      expect(begun.repeated).toBe(false);
    });

    it("in a conversation that is not there is not_found, and writes nothing", async () => {
      const { conversation } = newTurn();
      expect(await problemOf(store.beginTurn(newTurn({ conversation })))).toBe("not_found");
      expect(await problemOf(store.listMessages("ann", conversation.id, { limit: 10 }))).toBe("not_found");
    });
  });

  describe("a running reply", () => {
    it("is read as far as it was saved", async () => {
      const turn = await begin(newTurn());
      await time.pass(1_000);
      await store.saveProgress({ ...endOf(turn, "Hel"), reasoning: "hm", leaseUntil: time.clock() + 15_000 });
      expect(await store.getMessage("ann", turn.conversation.id, turn.reply.id)).toEqual({
        ...turn.reply,
        text: "Hel",
        reasoning: "hm",
        updatedAt: "2026-03-01T12:00:01.000Z",
      });
    });

    it("hears of a stop at its next save", async () => {
      const turn = await begin(newTurn());
      const progress = { ...endOf(turn, "Hel"), leaseUntil: time.clock() + 15_000 };
      expect(await store.saveProgress(progress)).toEqual({ stopRequested: false });
      expect(await store.requestStop("ann", turn.conversation.id)).toBe(true);
      expect(await store.saveProgress(progress)).toEqual({ stopRequested: true });
    });

    it("ends as it is told, and stays so", async () => {
      const turn = await begin(newTurn());
      await time.pass(1_000);
      const ended = await store.endReply(endOf(turn, "Hello!"));
      expect(ended).toEqual({
        ...turn.reply,
        text: "Hello!",
        status: "complete",
        finishReason: "stop",
        usage: { promptTokens: 5, completionTokens: 2 },
        updatedAt: "2026-03-01T12:00:01.000Z",
      });
      expect(await store.endReply({ ...endOf(turn, "other"), status: "failed" })).toEqual(ended);
      expect(await problemOf(store.saveProgress({ ...endOf(turn, "late"), leaseUntil: 0 }))).toBe(
        "not_found",
      );
      expect(await store.getMessage("ann", turn.conversation.id, turn.reply.id)).toEqual(ended);
    });

    it("keeps the error it failed with", async () => {
      const turn = await begin(newTurn());
      const error = { code: "model_error", message: "The model failed. Try again." };
      await store.endReply({ ...endOf(turn, "Hel"), status: "failed", finishReason: "error", error });
      const read = await store.getMessage("ann", turn.conversation.id, turn.reply.id);
      expect([read.status, read.finishReason, read.text, read.error]).toEqual([
        "failed",
        "error",
        "Hel",
        error,
      ]);
    });

    it("reads as interrupted when its lease has passed, and cannot be stopped then", async () => {
      const { conversation, reply } = await begin(newTurn());
      await time.pass(15_001);
      expect((await store.getMessage("ann", conversation.id, reply.id)).status).toBe("interrupted");
      const { messages } = await store.listMessages("ann", conversation.id, { limit: 1 });
      expect(messages[0]?.status).toBe("interrupted");
      expect(await store.requestStop("ann", conversation.id)).toBe(false);
    });

    it("is not brought back by a save after its conversation was deleted", async () => {
      const turn = await begin(newTurn());
      await store.deleteConversation("ann", turn.conversation.id);
      expect(await problemOf(store.saveProgress({ ...endOf(turn, "Hel"), leaseUntil: 0 }))).toBe("not_found");
      expect(await problemOf(store.endReply(endOf(turn, "Hello")))).toBe("not_found");
    });

    it("is none when the reply has ended", async () => {
      const turn = await begin(newTurn());
      await store.endReply(endOf(turn, "Hello!"));
      expect(await store.requestStop("ann", turn.conversation.id)).toBe(false);
    });
  });

  describe("a message over 300 KB", () => {
    const long = "ä".repeat(160_000);

    it("is read whole, as question, saved reply and ended reply", async () => {
      const turn = await begin(newTurn({ text: long }));
      const read = () => store.getMessage("ann", turn.conversation.id, turn.reply.id);
      expect((await store.getMessage("ann", turn.conversation.id, turn.user.id)).text).toBe(long);
      await store.saveProgress({ ...endOf(turn, `${long}…`), reasoning: "hm", leaseUntil: time.clock() });
      expect(await read()).toMatchObject({ text: `${long}…`, reasoning: "hm", status: "running" });
      const ended = await store.endReply({ ...endOf(turn, `${long}!`), reasoning: "hm" });
      expect(ended).toMatchObject({ text: `${long}!`, reasoning: "hm", status: "complete" });
      expect(await read()).toEqual(ended);
    });
  });

  describe("feedback", () => {
    it("is kept with the reply, changed and taken back", async () => {
      const { conversation, reply } = await begin(newTurn());
      const set = (feedback: Parameters<typeof store.setFeedback>[3]) =>
        store.setFeedback("ann", conversation.id, reply.id, feedback);
      const liked = { rating: "like" as const, comment: "clear" };
      expect((await set(liked)).feedback).toEqual(liked);
      expect((await store.getMessage("ann", conversation.id, reply.id)).feedback).toEqual(liked);
      expect((await set({ rating: "dislike" })).feedback).toEqual({ rating: "dislike" });
      expect(await set(null)).toEqual(reply);
    });

    it("is for replies only", async () => {
      const { conversation, user } = await begin(newTurn());
      const feedback = store.setFeedback("ann", conversation.id, user.id, { rating: "like" });
      expect(await problemOf(feedback)).toBe("not_found");
    });
  });

  describe("a conversation", () => {
    it("changes title and pin, and keeps its place", async () => {
      const { conversation } = await begin(newTurn());
      await time.pass(1_000);
      const changed = await store.updateConversation("ann", conversation.id, { title: "Bread", pinned: true });
      expect(changed).toEqual({ ...conversation, title: "Bread", pinned: true });
      expect(await store.getConversation("ann", conversation.id)).toEqual(changed);
    });

    it("is gone with all its messages once deleted, and deleting it again is no error", async () => {
      let turn = await begin(newTurn());
      for (let round = 0; round < 15; round++)
        turn = await begin(newTurn({ conversation: turn.conversation, after: turn.reply }));
      const { id } = turn.conversation;
      await store.deleteConversation("ann", id);
      expect(await store.listConversations("ann", { limit: 10 })).toEqual({ conversations: [] });
      expect(await problemOf(store.getConversation("ann", id))).toBe("not_found");
      expect(await problemOf(store.listMessages("ann", id, { limit: 10 }))).toBe("not_found");
      expect(await problemOf(store.getMessage("ann", id, turn.user.id))).toBe("not_found");
      await store.deleteConversation("ann", id);
    });

    it("of another owner is not_found, exactly like one that never was", async () => {
      const { conversation, user, reply } = await begin(newTurn());
      const messageOf = (owner: string, id: string) =>
        Promise.all(
          [
            store.getConversation(owner, id),
            store.updateConversation(owner, id, { title: "mine" }),
            store.requestStop(owner, id),
            store.listMessages(owner, id, { limit: 10 }),
            store.getMessage(owner, id, user.id),
            store.setFeedback(owner, id, reply.id, { rating: "like" }),
          ].map((call) => call.catch((error: unknown) => error)),
        );
      const foreign = await messageOf("bob", conversation.id);
      expect(foreign).toEqual(await messageOf("bob", "01ARZ3NDEKTSV4RRFFQ69G5FAV"));
      expect(foreign.every((error) => error instanceof Problem && error.code === "not_found")).toBe(true);
      await store.deleteConversation("bob", conversation.id);
      expect(await store.getConversation("ann", conversation.id)).toEqual(conversation);
    });

    it("cannot be reached by an id that imitates another owner's key", async () => {
      const { conversation, user } = await begin(newTurn({ owner: "ann#x" }));
      expect(await problemOf(store.getMessage("ann", `x#${conversation.id}`, user.id))).toBe("not_found");
    });
  });

  describe("a list", () => {
    it("of messages comes in pages, newest first", async () => {
      const first = await begin(newTurn());
      const second = await begin(newTurn({ conversation: first.conversation, after: first.reply }));
      const page = await store.listMessages("ann", first.conversation.id, { limit: 3 });
      expect(page.messages.map(({ id }) => id)).toEqual([second.reply.id, second.user.id, first.reply.id]);
      const rest = await store.listMessages("ann", first.conversation.id, { limit: 3, cursor: page.cursor });
      expect(rest).toEqual({ messages: [first.user] });
    });

    it("of conversations comes in pages, each conversation once", async () => {
      const ids: string[] = [];
      for (let made = 0; made < 5; made++) {
        ids.unshift((await begin(newTurn())).conversation.id);
        await time.pass(1_000);
      }
      await begin(newTurn({ owner: "bob" }));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.listConversations("ann", { limit: 2, cursor });
        seen.push(...page.conversations.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor);
      expect(seen).toEqual(ids);
    });

    it("of conversations finds titles whatever the case", async () => {
      for (const text of ["Sourdough", "Rye", "More sourdough"]) {
        await begin(newTurn({ text }));
        await time.pass(1_000);
      }
      const titles: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.listConversations("ann", { limit: 1, q: "SOURD", cursor });
        titles.push(...page.conversations.map(({ title }) => title));
        cursor = page.cursor;
      } while (cursor);
      expect(titles).toEqual(["More sourdough", "Sourdough"]);
    });

    it("refuses a cursor that it did not give", async () => {
      const first = await begin(newTurn());
      await begin(newTurn({ owner: "bob" }));
      await begin(newTurn({ owner: "bob" }));
      const { cursor } = await store.listConversations("bob", { limit: 1 });
      for (const foreign of [cursor, "zzz", "", Buffer.from("[1]").toString("base64url")]) {
        const list = store.listConversations("ann", { limit: 1, cursor: foreign });
        expect(await problemOf(list)).toBe("bad_request");
        const messages = store.listMessages("ann", first.conversation.id, { limit: 1, cursor: foreign });
        expect(await problemOf(messages)).toBe("bad_request");
      }
    });
  });
}
