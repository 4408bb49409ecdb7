import { describe, expect, it } from "vitest";
import type { ChatSettings } from "../../runtime/contract/chat-settings";
import { Problem } from "../../runtime/contract/problem";
import { type MakeStore, problemOf, storeForEachTest } from "./store-under-test";

/** How conversations and messages are read, changed and deleted. */
export function conversationContract(makeStore: MakeStore): void {
  const tested = storeForEachTest(makeStore);

  describe("feedback", () => {
    it("is kept with the reply, changed and taken back", async () => {
      const { conversation, reply } = await tested.begin(tested.newTurn());
      const set = (feedback: Parameters<typeof tested.store.setFeedback>[3]) =>
        tested.store.setFeedback("ann", conversation.id, reply.id, feedback);
      const liked = { rating: "like" as const, comment: "clear" };
      expect((await set(liked)).feedback).toEqual(liked);
      expect((await tested.store.getMessage("ann", conversation.id, reply.id)).feedback).toEqual(liked);
      expect((await set({ rating: "dislike" })).feedback).toEqual({ rating: "dislike" });
      expect(await set(null)).toEqual(reply);
    });

    it("is for replies only", async () => {
      const { conversation, user } = await tested.begin(tested.newTurn());
      const feedback = tested.store.setFeedback("ann", conversation.id, user.id, { rating: "like" });
      expect(await problemOf(feedback)).toBe("not_found");
    });
  });

  describe("a conversation", () => {
    it("changes title and pin, and keeps its place", async () => {
      const { conversation } = await tested.begin(tested.newTurn());
      await tested.time.pass(1_000);
      const changed = await tested.store.updateConversation("ann", conversation.id, {
        title: "Bread",
        pinned: true,
      });
      expect(changed).toEqual({ ...conversation, title: "Bread", pinned: true });
      expect(await tested.store.getConversation("ann", conversation.id)).toEqual(changed);
    });

    it("keeps the settings it was made with, until they are replaced or cleared", async () => {
      const turn = tested.newTurn();
      const settings = { model: "gpt-oss", system: "", temperature: 0.5, maxTokens: 100 };
      const conversation = { ...turn.conversation, settings };
      await tested.begin({ ...turn, conversation });
      await tested.begin(tested.newTurn({ conversation, after: turn.reply }));
      const { id } = conversation;
      expect(await tested.store.getConversation("ann", id)).toEqual(conversation);
      expect(await tested.store.listConversations("ann", { limit: 10 })).toEqual({
        conversations: [conversation],
      });
      const set = (settings: ChatSettings | null) => tested.store.updateConversation("ann", id, { settings });
      expect(await set({ temperature: 2 })).toEqual({ ...conversation, settings: { temperature: 2 } });
      const renamed = await tested.store.updateConversation("ann", id, { title: "Rye" });
      expect(renamed.settings).toEqual({ temperature: 2 });
      expect(await set(null)).toEqual({ ...turn.conversation, title: "Rye" });
    });

    it("is gone with all its messages once deleted, and deleting it again is no error", async () => {
      let turn = await tested.begin(tested.newTurn());
      for (let round = 0; round < 15; round++)
        turn = await tested.begin(tested.newTurn({ conversation: turn.conversation, after: turn.reply }));
      const { id } = turn.conversation;
      await tested.store.deleteConversation("ann", id);
      expect(await tested.store.listConversations("ann", { limit: 10 })).toEqual({ conversations: [] });
      expect(await problemOf(tested.store.getConversation("ann", id))).toBe("not_found");
      expect(await problemOf(tested.store.listMessages("ann", id, { limit: 10 }))).toBe("not_found");
      expect(await problemOf(tested.store.getMessage("ann", id, turn.user.id))).toBe("not_found");
      await tested.store.deleteConversation("ann", id);
    });

    it("of another owner is not_found, exactly like one that never was", async () => {
      const { conversation, user, reply } = await tested.begin(tested.newTurn());
      const messageOf = (owner: string, id: string) =>
        Promise.all(
          [
            tested.store.getConversation(owner, id),
            tested.store.updateConversation(owner, id, { title: "mine" }),
            tested.store.requestStop(owner, id),
            tested.store.listMessages(owner, id, { limit: 10 }),
            tested.store.getMessage(owner, id, user.id),
            tested.store.setFeedback(owner, id, reply.id, { rating: "like" }),
          ].map((call) => call.catch((error: unknown) => error)),
        );
      const foreign = await messageOf("bob", conversation.id);
      expect(foreign).toEqual(await messageOf("bob", "01ARZ3NDEKTSV4RRFFQ69G5FAV"));
      expect(foreign.every((error) => error instanceof Problem && error.code === "not_found")).toBe(true);
      await tested.store.deleteConversation("bob", conversation.id);
      expect(await tested.store.getConversation("ann", conversation.id)).toEqual(conversation);
    });

    it("cannot be reached by an id that imitates another owner's key", async () => {
      const { conversation, user } = await tested.begin(tested.newTurn({ owner: "ann#x" }));
      expect(await problemOf(tested.store.getMessage("ann", `x#${conversation.id}`, user.id))).toBe(
        "not_found",
      );
    });
  });

  describe("a list", () => {
    it("of messages comes in pages, newest first", async () => {
      const first = await tested.begin(tested.newTurn());
      const second = await tested.begin(
        tested.newTurn({ conversation: first.conversation, after: first.reply }),
      );
      const page = await tested.store.listMessages("ann", first.conversation.id, { limit: 3 });
      expect(page.messages.map(({ id }) => id)).toEqual([second.reply.id, second.user.id, first.reply.id]);
      const rest = await tested.store.listMessages("ann", first.conversation.id, {
        limit: 3,
        cursor: page.cursor,
      });
      expect(rest).toEqual({ messages: [first.user] });
    });

    it("of conversations comes in pages, each conversation once", async () => {
      const ids: string[] = [];
      for (let made = 0; made < 5; made++) {
        ids.unshift((await tested.begin(tested.newTurn())).conversation.id);
        await tested.time.pass(1_000);
      }
      await tested.begin(tested.newTurn({ owner: "bob" }));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await tested.store.listConversations("ann", { limit: 2, cursor });
        seen.push(...page.conversations.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor);
      expect(seen).toEqual(ids);
    });

    it("of conversations finds titles whatever the case", async () => {
      for (const text of ["Sourdough", "Rye", "More sourdough"]) {
        await tested.begin(tested.newTurn({ text }));
        await tested.time.pass(1_000);
      }
      const titles: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await tested.store.listConversations("ann", { limit: 1, q: "SOURD", cursor });
        titles.push(...page.conversations.map(({ title }) => title));
        cursor = page.cursor;
      } while (cursor);
      expect(titles).toEqual(["More sourdough", "Sourdough"]);
    });

    it("of conversations finds texts of both sides, and says where", async () => {
      const said = async (question: string, answer: string) => {
        const turn = await tested.begin({ ...tested.newTurn({ text: question }) });
        const { id: messageId, conversationId } = turn.reply;
        const written = { owner: "ann", conversationId, messageId, text: answer, reasoning: "quince" };
        await tested.store.endReply({ ...written, status: "complete", finishReason: "stop" });
        await tested.time.pass(1_000);
        return turn;
      };
      const asked = await said("Please tell me of the\nQuince", "A fruit.");
      const answered = await said("Which jam?", `Take ${"very ".repeat(30)}ripe quinces, and sugar.`);
      await said("Rye", "Bread.");
      const titled = await said("quince", "A Quince is a fruit.");
      await tested.begin(tested.newTurn({ owner: "bob", text: "my quince" }));
      const { conversations, cursor } = await tested.store.listConversations("ann", {
        limit: 10,
        q: "QUINCE",
      });
      expect(cursor).toBeUndefined();
      expect(conversations).toEqual([
        titled.conversation,
        {
          ...answered.conversation,
          match: {
            messageId: answered.reply.id,
            excerpt: "…very very very very very very very very ripe quinces, and sugar.",
          },
        },
        {
          ...asked.conversation,
          match: { messageId: asked.user.id, excerpt: "Please tell me of the Quince" },
        },
      ]);
    });

    it("refuses a cursor that it did not give", async () => {
      const first = await tested.begin(tested.newTurn());
      await tested.begin(tested.newTurn({ owner: "bob" }));
      await tested.begin(tested.newTurn({ owner: "bob" }));
      const { cursor } = await tested.store.listConversations("bob", { limit: 1 });
      for (const foreign of [cursor, "zzz", "", Buffer.from("[1]").toString("base64url")]) {
        const list = tested.store.listConversations("ann", { limit: 1, cursor: foreign });
        expect(await problemOf(list)).toBe("bad_request");
        const messages = tested.store.listMessages("ann", first.conversation.id, {
          limit: 1,
          cursor: foreign,
        });
        expect(await problemOf(messages)).toBe("bad_request");
      }
    });
  });
}
