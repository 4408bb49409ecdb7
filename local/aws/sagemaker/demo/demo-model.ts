import { type ChatModel, ModelFailure } from "../chat-model";
import { type ChatRequest, parseChatRequest } from "./chat-request";
import { Completion, type CompletionEnd } from "./completion";
import { paced, type PaceClock } from "./pace";
import { type Script, scriptFor } from "./script";

/** One token, as the field of the delta that carries it. */
interface Piece {
  field: "reasoning_content" | "content";
  text: string;
}

interface Performance {
  pieces: Piece[];
  perSecond: number;
  delayMs: number;
  fails: boolean;
  end: CompletionEnd;
}

/** Stands in where no model is configured. Says so itself, and obeys the commands of `script.ts`. */
export function createDemoModel(clock: PaceClock): ChatModel {
  return {
    async respond(body, signal) {
      const request = parseChatRequest(body);
      const performance = limit(scriptFor(request), request.maxTokens);
      if (performance.fails && !performance.pieces.length) throw failure(0);
      const pieces = perform(performance, clock, signal);
      return request.isStream
        ? { contentType: "text/event-stream; charset=utf-8", bytes: streamed(request, performance, pieces) }
        : { contentType: "application/json", bytes: whole(request, performance, pieces) };
    },
  };
}

function limit(script: Script, maxTokens: number): Performance {
  const pieces: Piece[] = [
    ...(script.reasoning ?? []).map((text) => ({ field: "reasoning_content" as const, text })),
    ...script.tokens.map((text) => ({ field: "content" as const, text })),
  ];
  const isCut = pieces.length > maxTokens;
  return {
    pieces: isCut ? pieces.slice(0, maxTokens) : pieces,
    perSecond: script.perSecond,
    delayMs: script.delayMs ?? 0,
    fails: !isCut && script.fails === true,
    end: isCut ? "length" : "stop",
  };
}

async function* perform(
  performance: Performance,
  clock: PaceClock,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  if (performance.delayMs > 0) await clock.sleep(performance.delayMs, signal);
  yield* paced(performance.pieces, performance.perSecond, clock, signal);
  if (performance.fails) throw failure(performance.pieces.length);
}

async function* streamed(
  request: ChatRequest,
  performance: Performance,
  pieces: AsyncIterable<Piece>,
): AsyncGenerator<Buffer> {
  const completion = new Completion(request);
  let isFirst = true;
  for await (const { field, text } of pieces) {
    if (isFirst) yield completion.delta({ role: "assistant", content: "" });
    isFirst = false;
    yield completion.delta({ [field]: text });
  }
  yield completion.end(performance.end);
  if (request.includeUsage) yield completion.usage(performance.pieces.length);
  yield completion.done();
}

async function* whole(
  request: ChatRequest,
  performance: Performance,
  pieces: AsyncIterable<Piece>,
): AsyncGenerator<Buffer> {
  const text = { content: "", reasoning_content: "" };
  for await (const piece of pieces) text[piece.field] += piece.text;
  const message = { content: text.content, reasoning_content: text.reasoning_content || undefined };
  yield new Completion(request).whole(message, performance.pieces.length, performance.end);
}

function failure(afterTokens: number): ModelFailure {
  return new ModelFailure(500, `The demo model failed after ${afterTokens} tokens, as it was asked to`);
}
