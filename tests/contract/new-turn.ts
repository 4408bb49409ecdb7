import { createNewId } from "../../runtime/adapters/new-id";
import type { Message } from "../../runtime/contract/message";
import type { Clock, NewTurn } from "../../runtime/ports";

/** Makes turns to store, with ids in the order they are made. */
type GivenTurn = Partial<Omit<NewTurn, "user">> & { text?: string; after?: Message; again?: Message };

export function createTurnMaker(clock: Clock) {
  const newId = createNewId(clock);
  return (turn: GivenTurn = {}): NewTurn => {
    const { text = "Hello", after, again, ...rest } = turn;
    const now = new Date(clock()).toISOString();
    const conversation = rest.conversation ?? {
      id: newId(),
      title: text.slice(0, 20),
      createdAt: now,
      updatedAt: now,
      pinned: false,
    };
    const base = { conversationId: conversation.id, createdAt: now, updatedAt: now };
    const user: Message = again ?? {
      ...base,
      id: newId(),
      parentId: after?.id ?? null,
      role: "user",
      text,
      status: "complete",
    };
    const reply: Message = {
      ...base,
      id: newId(),
      parentId: user.id,
      role: "assistant",
      text: "",
      status: "running",
    };
    return {
      owner: "ann",
      isNew: rest.conversation === undefined,
      leaseUntil: clock() + 15_000,
      user,
      isAgain: again !== undefined,
      reply,
      ...rest,
      conversation: { ...conversation, updatedAt: now },
    };
  };
}
