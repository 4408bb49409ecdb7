import type { ChatCompletionRequest } from "../contract/openai-request";
import { Problem } from "../contract/problem";
import type { Usage } from "../contract/message";
import type { ModelEvent, ModelRequest, QuotaStanding, TokenHold } from "../ports";
import { finishing } from "./finishing";
import { ModelRefusal } from "./model-refusal";
import type { AnswerHead } from "./openai-answer";
import { OpenAiProblem } from "./openai-problem";
import { readParts } from "./openai-files";
import { promptOf } from "./openai-prompt";
import { planExchange, type StoredExchange } from "./stored-exchange";
import { estimateUsage, holdTokens, settleHold } from "./token-use";
import type { Caller, TurnPorts } from "./turn";

/** An answer under way. */
export interface Completion {
  head: AnswerHead;
  /** Where the caller stands with his limits. */
  standing: QuotaStanding;
  /** Where it is kept, if it is. */
  conversationId?: string;
  /** What the model says. Runs by being iterated; leaving it ends the model. */
  events: AsyncGenerator<ModelEvent, void>;
}

/**
 * Asks the model as OpenAI's protocol has it. With `store: true` the exchange is kept as a conversation of the caller,
 * begun before the model is asked; else nothing of it is written anywhere.
 *
 * @throws Problem before anything is asked or written; later ones come from `events`.
 */
export async function startCompletion(
  ports: TurnPorts,
  request: ChatCompletionRequest,
  { owner }: Caller,
): Promise<Completion> {
  const parts = await readParts({ ...ports, ...ports.files }, request, owner);
  const prompt = promptOf(request, ports.settings, parts);
  const plan = request.store === true ? planExchange(ports, request, prompt, owner) : undefined;
  const hold = await holdTokens(ports.quota, owner, prompt);
  let exchange: StoredExchange | undefined;
  try {
    exchange = await plan?.begin();
  } catch (error) {
    await settleHold(ports.logger, hold);
    throw error;
  }
  const ask = (signal: AbortSignal) => counted(ports, prompt, hold, answerOf(ports, prompt, signal));
  return {
    head: {
      id: `chatcmpl-${exchange?.messageId ?? ports.newId()}`,
      created: Math.floor(ports.clock() / 1_000),
      model: ports.settings.model,
      ...(request.metadata && { metadata: request.metadata }),
    },
    standing: hold.standing,
    conversationId: exchange?.conversationId,
    events: exchange ? exchange.keep(ask) : ask(new AbortController().signal),
  };
}

/** Counts what the answer took when it has ended, however it has. */
async function* counted(
  { logger }: TurnPorts,
  prompt: ModelRequest,
  hold: TokenHold,
  events: AsyncIterable<ModelEvent>,
): AsyncGenerator<ModelEvent, void> {
  let written = "";
  let usage: Usage | undefined;
  try {
    for await (const event of events) {
      if (event.type === "finish") usage = event.usage;
      else written += event.type === "tool_call" ? event.arguments : event.text;
      yield event;
    }
  } finally {
    await settleHold(logger, hold, usage ?? estimateUsage(prompt, written));
  }
}

async function* answerOf(
  { model, newId }: TurnPorts,
  prompt: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, void> {
  const called = new Set<number>();
  try {
    for await (const event of finishing(model.stream(prompt, signal))) {
      if (event.type !== "tool_call" || called.has(event.index)) {
        yield event;
      } else {
        called.add(event.index);
        // A call without an id could not be answered; some servers give none.
        yield { ...event, id: event.id ?? `call_${newId()}` };
      }
    }
  } catch (error) {
    throw error instanceof ModelRefusal ? refused(error) : error;
  }
}

/** The model server's own words: they are made for whoever wrote the request. */
function refused(refusal: ModelRefusal): Problem {
  const isTooLong = /maximum context length/i.test(refusal.words);
  const message = `The model refuses the request: ${refusal.words}`;
  return isTooLong
    ? new OpenAiProblem("bad_request", "messages", "context_length_exceeded", message)
    : new OpenAiProblem("bad_request", null, "model_refused", message);
}
