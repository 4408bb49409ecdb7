import { ModelFailure } from "../chat-model";
import type { ChatRequest } from "./chat-request";
import type { CompletionEnd } from "./completion";
import { paced, type PaceClock } from "./pace";
import type { ScriptedCall } from "./tool-script";
import { scriptFor } from "./script";
import { tokenize } from "./tokens";

/** One token, as what carries it. */
export type Piece =
  | { field: "reasoning_content" | "content"; text: string }
  | { field: "tool_calls"; index: number; name?: string; text: string };

/** A script as it is going to be played: within `max_tokens`, up to a text that ends it. */
export interface Performance {
  pieces: Piece[];
  perSecond: number;
  delayMs: number;
  fails: boolean;
  end: CompletionEnd;
}

/** @throws ModelFailure 503 when it is busy */
export function performanceOf(request: ChatRequest): Performance {
  const script = scriptFor(request);
  if (script.isBusy) throw new ModelFailure(503, "The demo model is busy, as it was asked to be");
  const { tokens, isStopped } = untilStop(script.tokens, request.stop);
  const pieces: Piece[] = [
    ...(script.reasoning ?? []).map((text) => ({ field: "reasoning_content" as const, text })),
    ...tokens.map((text) => ({ field: "content" as const, text })),
    ...(script.calls ?? []).flatMap(callPieces),
  ];
  const isCut = pieces.length > request.maxTokens;
  return {
    pieces: isCut ? pieces.slice(0, request.maxTokens) : pieces,
    perSecond: script.perSecond,
    delayMs: script.delayMs ?? 0,
    fails: !isCut && !isStopped && script.fails === true,
    end: isCut ? "length" : script.calls ? "tool_calls" : "stop",
  };
}

/** The name first, then the arguments in pieces, as vLLM streams a call. */
function callPieces({ name, arguments: json }: ScriptedCall, index: number): Piece[] {
  const parts = tokenize(json).map((text) => ({ field: "tool_calls" as const, index, text }));
  return [{ field: "tool_calls", index, name, text: "" }, ...parts];
}

function untilStop(tokens: string[], stop: string[]): { tokens: string[]; isStopped: boolean } {
  const text = tokens.join("");
  const places = stop.map((end) => text.indexOf(end)).filter((place) => place >= 0);
  if (places.length === 0) return { tokens, isStopped: false };
  return { tokens: tokenize(text.slice(0, Math.min(...places))), isStopped: true };
}

/** Plays it. @throws ModelFailure at its end, when it is to fail */
export async function* perform(
  { delayMs, fails, pieces, perSecond }: Performance,
  clock: PaceClock,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  if (delayMs > 0) await clock.sleep(delayMs, signal);
  yield* paced(pieces, perSecond, clock, signal);
  if (fails) throw failure(pieces.length);
}

export function failure(afterTokens: number): ModelFailure {
  return new ModelFailure(500, `The demo model failed after ${afterTokens} tokens, as it was asked to`);
}
