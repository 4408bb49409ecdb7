import type { ChatRequest } from "../contract/chat";
import type { Message } from "../contract/message";
import type { StreamEvent } from "../contract/stream-event";
import type { BegunTurn, ModelRequest, Quota, TokenHold, Wait } from "../ports";
import { followTurn } from "./follow-turn";
import { GrowingReply, type ReplyPorts } from "./growing-reply";
import { endingOf } from "./reply-ending";
import { keepReply } from "./reply-keeper";
import { holdTokens, settleHold } from "./token-use";
import { anotherRequest, repeatable, wordsOf } from "./repeated-request";
import { leaseMs, planTurn, type TurnPlan, type TurnPlanPorts } from "./turn-plan";
import type { TurnCall } from "./turn-call";
import { claimTurnFiles, keepReadings, releaseTurnFiles } from "./turn-files";
import { runUnstoredTurn } from "./unstored-turn";

/** Whose conversations a request is about. */
export interface Caller {
  owner: string;
}

/** What a turn works with. `settings` is the model's side of the deployment. */
export interface TurnPorts extends TurnPlanPorts, ReplyPorts {
  quota: Quota;
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
 * @throws Problem `bad_request`, `not_found`, `conflict`, `too_large`, `quota_exceeded` or `too_many_requests` before
 * the first event.
 */
export async function* runTurn(
  ports: TurnPorts,
  request: ChatRequest,
  { owner }: Caller,
  call: TurnCall = {},
): AsyncGenerator<StreamEvent, void> {
  if (request.store === false) {
    yield* runUnstoredTurn(ports, request, owner, call);
    return;
  }
  const asked = call.idempotencyKey === undefined ? undefined : wordsOf(request);
  const earlier = await earlierTurn(ports, owner, repeatable(request, call), asked);
  if (earlier) {
    yield* followTurn(ports, owner, earlier);
    return;
  }
  const plan = await planTurn(ports, ports.settings, repeatable(request, call), owner);
  const { prompt } = plan;
  const turn = asked === undefined ? plan.turn : { ...plan.turn, asked };
  const { begun, hold } = await beginTurn(ports, { ...plan, turn });
  if (begun.differs) throw anotherRequest();
  if (hold === undefined) {
    yield* followTurn(ports, owner, begun);
    return;
  }
  call.onAdmitted?.(hold.standing);
  const { conversationId, userMessageId, messageId } = begun;
  yield { type: "started", conversationId, userMessageId, messageId, title: turn.conversation.title };
  yield* streamReply(ports, owner, turn.reply, prompt, hold);
}

/** Of a request with files: they belong to the earlier turn now, and would be refused to this one. */
async function earlierTurn(
  { store }: TurnPorts,
  owner: string,
  { files = [], clientMessageId }: ChatRequest,
  asked?: string,
): Promise<BegunTurn | undefined> {
  if (files.length === 0 || clientMessageId === undefined) return undefined;
  const begun = await store.findTurn({ owner, clientMessageId, asked });
  if (begun?.differs) throw anotherRequest();
  return begun;
}

/**
 * Holds tokens, claims the files, then stores the turn. One that stands already needs none, and is found by somebody who has none left:
 * without a hold, it is an earlier one.
 */
async function beginTurn(
  { quota, store, logger, files: filePorts }: TurnPorts,
  { turn, prompt, files, mayMake }: TurnPlan,
): Promise<{ begun: BegunTurn; hold?: TokenHold }> {
  let hold: TokenHold;
  try {
    hold = await holdTokens(quota, turn.owner, prompt);
  } catch (error) {
    const begun = await store.findTurn(turn);
    if (begun) return { begun };
    throw error;
  }
  const conversationId = turn.conversation.id;
  let begun: BegunTurn | undefined;
  let refusal: unknown;
  try {
    await claimTurnFiles(filePorts, turn.owner, files, conversationId);
    begun = await store.beginTurn(turn);
  } catch (error) {
    refusal = error;
    throw error;
  } finally {
    if (!begun || begun.repeated) {
      const ports = { ...filePorts, store, logger };
      await releaseTurnFiles(ports, turn.owner, files, { conversationId, mayMake, refusal });
      await settleHold(logger, hold);
    }
  }
  if (begun.repeated) return { begun };
  await keepReadings({ ...filePorts, logger }, turn.owner, files);
  return { begun, hold };
}

async function* streamReply(
  ports: TurnPorts,
  owner: string,
  emptyReply: Message,
  prompt: ModelRequest,
  hold: TokenHold,
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
    const settled = settleHold(ports.logger, hold, reply.used(prompt));
    const outcome = reply.outcome();
    await keeper.finish();
    try {
      ended = await ports.store.endReply({ ...written(), ...outcome });
    } finally {
      await settled;
    }
  }
  yield endingOf(ended);
}
