import type { ChatRequest } from "../contract/chat";
import type { Message } from "../contract/message";
import type { StreamEvent } from "../contract/stream-event";
import type { ModelRequest, Wait } from "../ports";
import { followTurn } from "./follow-turn";
import { GrowingReply, type ReplyPorts } from "./growing-reply";
import { endingOf } from "./reply-ending";
import { keepReply } from "./reply-keeper";
import { leaseMs, planTurn, type TurnPlanPorts } from "./turn-plan";
import { runUnstoredTurn } from "./unstored-turn";

/** Whose conversations a request is about. */
export interface Caller {
  owner: string;
}

/** What a turn works with. `settings` is the model's side of the deployment. */
export interface TurnPorts extends TurnPlanPorts, ReplyPorts {
  wait: Wait;
}

/**
 * One turn, from the stored user's message to the stored reply, told as it happens; with `store: false` nothing is
 * stored at all.
 *
 * What is wrong with the request is thrown before the first event, and then nothing was written. Later events come as
 * the model makes them; iterate to the end even when nobody listens any more, since the turn runs by being iterated.
 * A `clientMessageId` seen before tells the earlier turn instead of beginning one.
 *
 * @throws Problem `bad_request`, `not_found` or `too_large` before the first event.
 */
export async function* runTurn(
  ports: TurnPorts,
  request: ChatRequest,
  { owner }: Caller,
): AsyncGenerator<StreamEvent, void> {
  if (request.store === false) {
    yield* runUnstoredTurn(ports, request);
    return;
  }
  const { turn, prompt } = await planTurn(ports, ports.settings, request, owner);
  const begun = await ports.store.beginTurn(turn);
  if (begun.repeated) {
    yield* followTurn(ports, owner, begun);
    return;
  }
  const { conversationId, userMessageId, messageId } = begun;
  yield { type: "started", conversationId, userMessageId, messageId, title: turn.conversation.title };
  yield* streamReply(ports, owner, turn.reply, prompt);
}

async function* streamReply(
  ports: TurnPorts,
  owner: string,
  emptyReply: Message,
  prompt: ModelRequest,
): AsyncGenerator<StreamEvent, void> {
  const stop = new AbortController();
  const reply = new GrowingReply(ports, emptyReply);
  const written = () => {
    const { conversationId, id: messageId, text, reasoning = "" } = reply.message;
    return { owner, conversationId, messageId, text, reasoning };
  };
  const progress = () => ({ ...written(), leaseUntil: ports.clock() + leaseMs });
  const keeper = keepReply(ports, progress, () => stop.abort());

  let ended: Message;
  try {
    yield* reply.grow(prompt, stop.signal);
  } finally {
    const outcome = reply.outcome();
    await keeper.finish();
    ended = await ports.store.endReply({ ...written(), ...outcome });
  }
  yield endingOf(ended);
}
