import type { ChatRequest } from "../contract/chat";
import type { Message } from "../contract/message";
import { Problem } from "../contract/problem";
import type { StreamEvent } from "../contract/stream-event";
import type { Logger, ModelClient, ModelRequest, ReplyEnd, Wait } from "../ports";
import { applyEvent } from "./apply-event";
import { followTurn } from "./follow-turn";
import { endingOf } from "./reply-ending";
import { keepReply } from "./reply-keeper";
import { leaseMs, planTurn, type TurnPlanPorts, type TurnSettings } from "./turn-plan";

/** Whose conversations a request is about. */
export interface Caller {
  owner: string;
}

/** What a turn works with. `settings` is the model's side of the deployment. */
export interface TurnPorts extends TurnPlanPorts {
  settings: TurnSettings;
  model: ModelClient;
  logger: Logger;
  wait: Wait;
}

type Outcome = Pick<ReplyEnd, "status" | "finishReason" | "usage" | "error" | "model">;

/**
 * One turn, from the stored user's message to the stored reply, told as it happens.
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
  let reply = emptyReply;
  const written = () => ({
    owner,
    conversationId: reply.conversationId,
    messageId: reply.id,
    text: reply.text,
    reasoning: reply.reasoning ?? "",
  });
  const progress = () => ({ ...written(), leaseUntil: ports.clock() + leaseMs });
  const keeper = keepReply(ports, progress, () => stop.abort());

  // Stands when the stream ends before the model finished: by a stop, or because the consumer went away.
  let outcome: Outcome = { status: "stopped", finishReason: "stopped" };
  let ended: Message;
  try {
    for await (const event of finishing(ports.model.stream(prompt, stop.signal))) {
      if (stop.signal.aborted) break;
      if (event.type === "finish") {
        outcome = {
          status: "complete",
          finishReason: event.reason,
          usage: event.usage,
          model: event.model ?? ports.settings.model,
        };
        break;
      }
      reply = applyEvent(reply, event);
      yield event;
    }
  } catch (error) {
    if (!stop.signal.aborted) outcome = failed(ports.logger, reply, error);
  } finally {
    await keeper.finish();
    ended = await ports.store.endReply({ ...written(), ...outcome });
  }
  yield endingOf(ended);
}

/** A stream that ends without `finish` was cut: part of a reply must not pass for the whole. */
async function* finishing<T extends { type: string }>(stream: AsyncIterable<T>): AsyncGenerator<T, void> {
  for await (const event of stream) {
    yield event;
    if (event.type === "finish") return;
  }
  throw new Problem("model_error", "The model failed. Try again.", {
    cause: new Error("the stream ended without a finish reason"),
  });
}

/** The model's own words are for the log: they may hold a path, a host or a part of the prompt. */
function failed(logger: Logger, { conversationId, id }: Message, error: unknown): Outcome {
  logger.error({ error, conversationId, messageId: id }, "the model failed");
  const shown = error instanceof Problem ? error : new Problem("model_error", "The model failed. Try again.");
  return {
    status: "failed",
    finishReason: "error",
    error: { code: shown.code, message: shown.message },
  };
}
