import { describe, expect, it } from "vitest";
import type { Message } from "../../runtime/contract/message";
import { type MakeStore, problemOf, storeForEachTest } from "./store-under-test";

/** How conversations that were exported are stored again. */
export function importContract(makeStore: MakeStore): void {
  const tested = storeForEachTest(makeStore);
  const long = "ä".repeat(160_000);

  /** Turns as they are exported: every reply has ended. */
  function exported(turns: number, text = "Hello") {
    const { conversation, user, reply } = tested.newTurn({ text });
    const ended = (message: Message): Message => ({ ...message, text, status: "complete" });
    const messages = [user, ended(reply)];
    while (messages.length < turns * 2) {
      const next = tested.newTurn({ conversation, after: messages.at(-1), text });
      messages.push(next.user, ended(next.reply));
    }
    return { conversation, messages };
  }
  const stored = async (id: string) =>
    (await tested.store.listMessages("ann", id, { limit: 100 })).messages.toReversed();

  describe("an import", () => {
    it("stores the conversation at its own date, with all its messages", async () => {
      const { conversation, messages } = exported(20);
      const settings = { system: "Be brief." };
      const old = { ...conversation, updatedAt: "2020-01-01T00:00:00.000Z", pinned: true, settings };
      const newer = await tested.begin(tested.newTurn());
      await tested.store.importConversation("ann", old, messages);
      expect(await tested.store.getConversation("ann", old.id)).toEqual(old);
      expect(await stored(old.id)).toEqual(messages);
      const { conversations } = await tested.store.listConversations("ann", { limit: 10 });
      expect(conversations.map(({ id }) => id)).toEqual([old.id, newer.conversation.id]);
      await tested.store.updateConversation("ann", old.id, { pinned: false });
      const unpinned = await tested.store.listConversations("ann", { limit: 10 });
      expect(unpinned.conversations.map(({ id }) => id)).toEqual([newer.conversation.id, old.id]);
      expect(await tested.store.requestStop("ann", old.id)).toBe(false);
    });

    it("keeps all that a question and a reply have, and texts over 300 KB", async () => {
      const { conversation, messages } = exported(1, long);
      const [question, answer] = messages as [Message, Message];
      const reply: Message = {
        ...answer,
        reasoning: "hm",
        reasoningMs: 1_200,
        model: "gpt",
        finishReason: "length",
        usage: { promptTokens: 1, completionTokens: 2 },
        feedback: { rating: "like" },
        sources: [{ fileId: "f1", name: "bread.pdf", parts: ["page 12"] }],
      };
      question.files = [{ id: "f1", name: "bread.pdf", type: "application/pdf", size: 9 }];
      await tested.store.importConversation("ann", conversation, [question, reply]);
      expect(await stored(conversation.id)).toEqual([question, reply]);
    });

    it("may be empty, and is gone on with like any other", async () => {
      const { conversation } = tested.newTurn();
      await tested.store.importConversation("ann", conversation, []);
      expect(await stored(conversation.id)).toEqual([]);
      expect(await tested.store.requestStop("ann", conversation.id)).toBe(false);
      const { reply } = await tested.begin(tested.newTurn({ conversation }));
      expect((await stored(conversation.id)).at(-1)).toEqual(reply);
    });

    it("takes more messages, and leaves those that are there and the conversation as they are", async () => {
      const { conversation, messages } = exported(3);
      await tested.store.importConversation("ann", conversation, messages.slice(0, 4));
      await tested.time.pass(1_000);
      const changed = messages.slice(2).map((message) => ({ ...message, text: `${message.text}?` }));
      for (let again = 0; again < 2; again++)
        await tested.store.importMessages("ann", conversation.id, changed);
      expect(await stored(conversation.id)).toEqual([...messages.slice(0, 4), ...changed.slice(2)]);
      expect(await tested.store.getConversation("ann", conversation.id)).toEqual(conversation);
    });

    it("leaves a long text that is there as it is", async () => {
      const { conversation, messages } = exported(1, long);
      await tested.store.importConversation("ann", conversation, messages);
      const changed = messages.map((message) => ({ ...message, text: `${message.text}?` }));
      await tested.store.importMessages("ann", conversation.id, changed);
      expect(await stored(conversation.id)).toEqual(messages);
    });

    it("is told whose the messages are that are there", async () => {
      const { conversation, user, reply } = await tested.begin(tested.newTurn());
      const ids = [reply.id, "01ARZ3NDEKTSV4RRFFQ69G5FAV", user.id];
      expect(await tested.store.rolesOf("ann", conversation.id, ids)).toEqual(
        new Map([
          [reply.id, "assistant"],
          [user.id, "user"],
        ]),
      );
    });

    it("goes into no conversation of another, nor one that never was", async () => {
      const { conversation, user } = await tested.begin(tested.newTurn());
      const { messages } = exported(1);
      for (const [owner, id] of [
        ["bob", conversation.id],
        ["ann", "01ARZ3NDEKTSV4RRFFQ69G5FAV"],
      ] as const) {
        expect(await problemOf(tested.store.importMessages(owner, id, messages))).toBe("not_found");
        expect(await problemOf(tested.store.rolesOf(owner, id, [user.id]))).toBe("not_found");
      }
      expect(await stored(conversation.id)).toHaveLength(2);
    });
  });
}
