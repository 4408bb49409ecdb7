import { describe, expect, it } from "vitest";
import { createNewId } from "../../runtime/adapters/new-id";
import type { Message } from "../../runtime/contract/message";
import { readHistory } from "../../runtime/core/history";
import { createTurnMaker } from "../contract/new-turn";
import { FakeTime } from "./fakes/fake-time";
import { createMemoryConversationStore } from "./fakes/memory-conversation-store";

describe("the history of a message", () => {
  it("is sought among 5,000 messages at most, however many versions there are", async () => {
    const time = new FakeTime();
    const { clock } = time;
    const memory = createMemoryConversationStore(clock);
    const { conversation, user, reply } = createTurnMaker(clock)({ text: "1?" });
    await time.pass(1_000);
    const newId = createNewId(clock);
    const versions = Array.from({ length: 5_100 }, (): Message => ({ ...user, id: newId() }));
    const leaf: Message = { ...user, id: newId(), parentId: reply.id };
    await memory.importConversation("ann", conversation, [user, reply, ...versions, leaf]);

    let read = 0;
    const store: typeof memory = {
      ...memory,
      async listMessages(...request) {
        const page = await memory.listMessages(...request);
        read += page.messages.length;
        return page;
      },
    };
    const request = { owner: "ann", conversationId: conversation.id, leafId: leaf.id, enoughTokens: 1_000 };
    expect(await readHistory(store, request)).toEqual([leaf]);
    expect(read).toBe(5_000);
  });
});
