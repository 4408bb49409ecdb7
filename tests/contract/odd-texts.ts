import { describe, expect, it } from "vitest";
import type { Message } from "../../runtime/contract/message";
import { type MakeStore, storeForEachTest } from "./store-under-test";

/** Characters that some databases cannot hold, and those that may stand in for them. */
export const oddTexts = [
  "NUL a\0b\0",
  "noncharacters \ufdd0\ufdd1\uffff\u{1ffff}",
  "both \0\ufdd0\0\0\ufdd0",
  "private use \ue000\uf8ff\u{100000}\u{10f7fe}",
  "the last ones \u{10f7ff}\u{10f800}\u{10fbff}\u{10fc00}\u{10ffff}\0",
  'escapes \\u0000 \\" \u0001\u007f\u2028',
  "pairs 😀👩‍👩‍👧‍👦",
];

/** Every text comes back as it went, whatever is in it. */
export function oddTextContract(makeStore: MakeStore): void {
  const tested = storeForEachTest(makeStore);

  describe.each(oddTexts)("a text with odd characters, %j,", (odd) => {
    it("comes back from every field of an import, one by one and as a page", async () => {
      const owner = `ann ${odd}`;
      const turn = tested.newTurn({ text: odd });
      const settings = { model: odd, system: odd, temperature: 0.5 };
      const conversation = { ...turn.conversation, title: odd, settings };
      const files = [{ id: odd, name: odd, type: "text/plain", size: 1 }];
      const reply: Message = {
        ...turn.reply,
        text: odd,
        reasoning: odd,
        status: "failed",
        model: odd,
        error: { code: "model_error", message: odd },
        feedback: { rating: "dislike", comment: odd },
        sources: [{ fileId: odd, name: odd, parts: [odd, odd] }],
      };
      const messages = [{ ...turn.user, files }, reply];
      await tested.store.importConversation(owner, conversation, messages);
      expect(await tested.store.getConversation(owner, conversation.id)).toEqual(conversation);
      const page = await tested.store.listMessages(owner, conversation.id, { limit: 10 });
      expect(page.messages).toEqual(messages.toReversed());
      expect(await tested.store.getMessage(owner, conversation.id, reply.id)).toEqual(reply);
      expect((await tested.store.listConversations(owner, { limit: 1 })).conversations).toEqual([
        conversation,
      ]);
    });

    it("comes back from a turn, a change, a rating and a search", async () => {
      const { conversation, user, reply } = await tested.begin(
        tested.newTurn({ text: `${odd} quince`, clientMessageId: odd }),
      );
      const at = ["ann", conversation.id] as const;
      expect((await tested.store.findTurn({ owner: "ann", clientMessageId: odd }))?.messageId).toBe(reply.id);
      expect((await tested.store.getMessage(...at, user.id)).text).toBe(`${odd} quince`);
      const saved = { owner: "ann", conversationId: at[1], messageId: reply.id, text: odd, reasoning: odd };
      await tested.store.saveProgress({ ...saved, leaseUntil: tested.time.clock() + 1_000 });
      expect(await tested.store.getMessage(...at, reply.id)).toMatchObject({ text: odd, reasoning: odd });
      const error = { code: "model_error", message: odd };
      const end = { status: "failed", finishReason: "error", error, model: odd } as const;
      const ended = await tested.store.endReply({ ...saved, ...end });
      expect(ended).toMatchObject({ text: odd, reasoning: odd, error, model: odd });
      const feedback = { rating: "like" as const, comment: odd };
      expect(await tested.store.setFeedback(...at, reply.id, feedback)).toEqual({ ...ended, feedback });
      const patch = { title: "Bread", settings: { system: odd } };
      const patched = await tested.store.updateConversation(...at, patch);
      expect(patched).toEqual({ ...conversation, ...patch });
      const found = await tested.store.listConversations("ann", { limit: 10, q: `${odd} QUINCE` });
      const match = { messageId: user.id, excerpt: `${odd} quince`.replace(/\s+/g, " ") };
      expect(found).toEqual({ conversations: [{ ...patched, match }] });
    });
  });

  describe("a reply that was saved in the middle of a character", () => {
    it("comes back as far as it was saved, and whole when it has ended", async () => {
      const { conversation, reply } = await tested.begin(tested.newTurn());
      const half = "Bread \ud83c";
      const saved = { owner: "ann", conversationId: conversation.id, messageId: reply.id, reasoning: half };
      await tested.store.saveProgress({ ...saved, text: half, leaseUntil: tested.time.clock() + 1_000 });
      const read = () => tested.store.getMessage("ann", conversation.id, reply.id);
      expect(await read()).toMatchObject({ text: half, reasoning: half });
      const whole = { text: `${half}\udf5e`, status: "complete", finishReason: "stop" } as const;
      await tested.store.endReply({ ...saved, ...whole });
      expect(await read()).toMatchObject({ text: "Bread 🍞", reasoning: half });
    });
  });
}
