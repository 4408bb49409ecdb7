import { describe, expect, it } from "vitest";
import type { NewTurn, ReplyEnd } from "../../runtime/ports";
import { type MakeStore, problemOf, storeForEachTest } from "./store-under-test";

/** How turns and replies are stored. */
export function turnContract(makeStore: MakeStore): void {
  const tested = storeForEachTest(makeStore);
  const endOf = ({ owner, reply }: NewTurn, text: string): ReplyEnd => {
    const written = { owner, conversationId: reply.conversationId, messageId: reply.id, text, reasoning: "" };
    const usage = { promptTokens: 5, completionTokens: 2 };
    return { ...written, status: "complete", finishReason: "stop", usage };
  };

  describe("a turn", () => {
    it("stores conversation, message and empty reply", async () => {
      const { conversation, user, reply } = await tested.begin(tested.newTurn());
      expect(await tested.store.getConversation("ann", conversation.id)).toEqual(conversation);
      expect(await tested.store.listMessages("ann", conversation.id, { limit: 10 })).toEqual({
        messages: [reply, user],
      });
    });

    it("does not make a conversation that is there", async () => {
      const { conversation, user, reply } = await tested.begin(tested.newTurn());
      const second = tested.newTurn({ conversation, isNew: true });
      expect(await problemOf(tested.store.beginTurn(second))).toBe("conflict");
      const { messages } = await tested.store.listMessages("ann", conversation.id, { limit: 10 });
      expect(messages).toEqual([reply, user]);
    });

    it("keeps what it asks about, and its reply from what it was made", async () => {
      const turn = tested.newTurn();
      turn.user.files = [{ id: "f1", name: "bread.pdf", type: "application/pdf", size: 9 }];
      turn.reply.sources = [{ fileId: "f1", name: "bread.pdf", parts: ["page 12", "pages 31–32"] }];
      const { conversation, user, reply } = await tested.begin(turn);
      expect(await tested.store.endReply(endOf(turn, "Yes."))).toMatchObject({ sources: turn.reply.sources });
      const { messages } = await tested.store.listMessages("ann", conversation.id, { limit: 10 });
      expect(messages.map(({ files, sources }) => [files, sources])).toEqual([
        [undefined, reply.sources],
        [user.files, undefined],
      ]);
    });

    it("moves its conversation to the top of the list", async () => {
      const first = await tested.begin(tested.newTurn());
      await tested.time.pass(1_000);
      const second = await tested.begin(tested.newTurn());
      await tested.time.pass(1_000);
      await tested.begin(tested.newTurn({ conversation: first.conversation, after: first.reply }));
      const { conversations } = await tested.store.listConversations("ann", { limit: 10 });
      expect(conversations.map(({ id }) => id)).toEqual([first.conversation.id, second.conversation.id]);
      expect(conversations[0]?.updatedAt).toBe("2026-03-01T12:00:02.000Z");
    });

    it("that answers a message once more adds a reply to it, and leaves it as it is", async () => {
      const first = await tested.begin(tested.newTurn({ text: "Hello" }));
      const { conversation, user, reply } = first;
      const asked = { ...user, text: "not what was asked" };
      const again = tested.newTurn({ conversation, again: asked, clientMessageId: "again" });
      const begun = await tested.store.beginTurn(again);
      expect(begun).toEqual({
        repeated: false,
        conversationId: conversation.id,
        userMessageId: user.id,
        messageId: again.reply.id,
      });
      expect(await tested.store.beginTurn(again)).toEqual({ ...begun, repeated: true });
      const { messages } = await tested.store.listMessages("ann", conversation.id, { limit: 10 });
      expect(messages).toEqual([again.reply, reply, user]);
      expect(again.reply.parentId).toBe(user.id);
    });

    it("with a clientMessageId that was there before is the earlier one, and writes nothing", async () => {
      const { conversation, user, reply } = await tested.begin(tested.newTurn({ clientMessageId: "again" }));
      const again = tested.newTurn({ clientMessageId: "again", text: "x".repeat(300_001) });
      expect(await tested.store.beginTurn(again)).toEqual({
        repeated: true,
        conversationId: conversation.id,
        userMessageId: user.id,
        messageId: reply.id,
      });
      expect(await problemOf(tested.store.getConversation("ann", again.conversation.id))).toBe("not_found");
    });

    it("with a clientMessageId that was there before tells when it asks something else, where that is to be looked at", async () => {
      await tested.begin(tested.newTurn({ clientMessageId: "once", asked: "Rye?" }));
      const again = (asked?: string) =>
        tested.store.beginTurn(tested.newTurn({ clientMessageId: "once", asked }));
      expect((await again("Rye?")).differs).toBeUndefined();
      expect((await again()).differs).toBeUndefined();
      expect(await again("Wheat?")).toMatchObject({ repeated: true, differs: true });
      await tested.begin(tested.newTurn({ clientMessageId: "plain" }));
      const plain = { owner: "ann", clientMessageId: "plain" };
      expect((await tested.store.findTurn({ ...plain, asked: "Rye?" }))?.differs).toBeUndefined();
      expect(await tested.store.findTurn({ ...plain, owner: "bob" })).toBeUndefined();
      expect(await tested.store.findTurn({ owner: "ann" })).toBeUndefined();
    });

    it("of two at once with one clientMessageId, one is the other", async () => {
      const turns = [
        tested.newTurn({ clientMessageId: "race" }),
        tested.newTurn({ clientMessageId: "race" }),
      ];
      const begun = await Promise.all(turns.map((turn) => tested.store.beginTurn(turn)));
      expect(begun.filter(({ repeated }) => repeated)).toHaveLength(1);
      expect(begun[0]?.messageId).toBe(begun[1]?.messageId);
    });

    it("of another owner may have the same clientMessageId", async () => {
      await tested.begin(tested.newTurn({ clientMessageId: "mine" }));
      const begun = await tested.store.beginTurn(tested.newTurn({ owner: "bob", clientMessageId: "mine" }));
      expect(begun.repeated).toBe(false);
    });

    it("in a conversation that is not there is not_found, and writes nothing", async () => {
      const { conversation } = tested.newTurn();
      expect(await problemOf(tested.store.beginTurn(tested.newTurn({ conversation })))).toBe("not_found");
      expect(await problemOf(tested.store.listMessages("ann", conversation.id, { limit: 10 }))).toBe(
        "not_found",
      );
    });
  });

  describe("a running reply", () => {
    it("is read as far as it was saved", async () => {
      const turn = await tested.begin(tested.newTurn());
      await tested.time.pass(1_000);
      await tested.store.saveProgress({
        ...endOf(turn, "Hel"),
        reasoning: "hm",
        leaseUntil: tested.time.clock() + 15_000,
      });
      expect(await tested.store.getMessage("ann", turn.conversation.id, turn.reply.id)).toEqual({
        ...turn.reply,
        text: "Hel",
        reasoning: "hm",
        updatedAt: "2026-03-01T12:00:01.000Z",
      });
    });

    it("hears of a stop at its next save", async () => {
      const turn = await tested.begin(tested.newTurn());
      const progress = { ...endOf(turn, "Hel"), leaseUntil: tested.time.clock() + 15_000 };
      expect(await tested.store.saveProgress(progress)).toEqual({ stopRequested: false });
      expect(await tested.store.requestStop("ann", turn.conversation.id)).toBe(true);
      expect(await tested.store.saveProgress(progress)).toEqual({ stopRequested: true });
    });

    it("is stopped by its name while a newer one runs on", async () => {
      const older = await tested.begin(tested.newTurn());
      const { conversation } = older;
      const newer = await tested.begin(tested.newTurn({ conversation, after: older.reply }));
      expect(await tested.store.requestStop("ann", conversation.id, older.reply.id)).toBe(true);
      const stops = [older, newer].map((turn) =>
        tested.store.saveProgress({ ...endOf(turn, "Hel"), leaseUntil: tested.time.clock() + 15_000 }),
      );
      expect(await Promise.all(stops)).toEqual([{ stopRequested: true }, { stopRequested: false }]);
      expect(await tested.store.requestStop("ann", conversation.id, older.user.id)).toBe(false);
      expect(await tested.store.requestStop("ann", conversation.id, "never-was")).toBe(false);
    });

    it("ends as it is told, and stays so", async () => {
      const turn = await tested.begin(tested.newTurn());
      await tested.time.pass(1_000);
      const ended = await tested.store.endReply({ ...endOf(turn, "Hello!"), reasoningMs: 1_200 });
      expect(ended).toEqual({
        ...turn.reply,
        text: "Hello!",
        reasoningMs: 1_200,
        status: "complete",
        finishReason: "stop",
        usage: { promptTokens: 5, completionTokens: 2 },
        updatedAt: "2026-03-01T12:00:01.000Z",
      });
      expect(await tested.store.endReply({ ...endOf(turn, "other"), status: "failed" })).toEqual(ended);
      expect(await problemOf(tested.store.saveProgress({ ...endOf(turn, "late"), leaseUntil: 0 }))).toBe(
        "not_found",
      );
      expect(await tested.store.getMessage("ann", turn.conversation.id, turn.reply.id)).toEqual(ended);
    });

    it("keeps the error it failed with", async () => {
      const turn = await tested.begin(tested.newTurn());
      const error = { code: "model_error", message: "The model failed. Try again." };
      await tested.store.endReply({ ...endOf(turn, "Hel"), status: "failed", finishReason: "error", error });
      const read = await tested.store.getMessage("ann", turn.conversation.id, turn.reply.id);
      expect([read.status, read.finishReason, read.text, read.error]).toEqual([
        "failed",
        "error",
        "Hel",
        error,
      ]);
    });

    it("reads as interrupted when its lease has passed, and cannot be stopped then", async () => {
      const { conversation, reply } = await tested.begin(tested.newTurn());
      await tested.time.pass(15_001);
      expect((await tested.store.getMessage("ann", conversation.id, reply.id)).status).toBe("interrupted");
      const { messages } = await tested.store.listMessages("ann", conversation.id, { limit: 1 });
      expect(messages[0]?.status).toBe("interrupted");
      expect(await tested.store.requestStop("ann", conversation.id)).toBe(false);
    });

    it("is not brought back by a save after its conversation was deleted", async () => {
      const turn = await tested.begin(tested.newTurn());
      await tested.store.deleteConversation("ann", turn.conversation.id);
      expect(await problemOf(tested.store.saveProgress({ ...endOf(turn, "Hel"), leaseUntil: 0 }))).toBe(
        "not_found",
      );
      expect(await problemOf(tested.store.endReply(endOf(turn, "Hello")))).toBe("not_found");
    });

    it("is none when the reply has ended", async () => {
      const turn = await tested.begin(tested.newTurn());
      await tested.store.endReply(endOf(turn, "Hello!"));
      expect(await tested.store.requestStop("ann", turn.conversation.id)).toBe(false);
    });
  });

  describe("a message over 300 KB", () => {
    const long = "ä".repeat(160_000);

    it("is read whole, as question, saved reply and ended reply", async () => {
      const turn = await tested.begin(tested.newTurn({ text: long }));
      const read = () => tested.store.getMessage("ann", turn.conversation.id, turn.reply.id);
      expect((await tested.store.getMessage("ann", turn.conversation.id, turn.user.id)).text).toBe(long);
      await tested.store.saveProgress({
        ...endOf(turn, `${long}…`),
        reasoning: "hm",
        leaseUntil: tested.time.clock(),
      });
      expect(await read()).toMatchObject({ text: `${long}…`, reasoning: "hm", status: "running" });
      const ended = await tested.store.endReply({ ...endOf(turn, `${long}!`), reasoning: "hm" });
      expect(ended).toMatchObject({ text: `${long}!`, reasoning: "hm", status: "complete" });
      expect(await read()).toEqual(ended);
    });
  });
}
