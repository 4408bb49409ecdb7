import { randomUUID } from "node:crypto";
import type { ChatModel } from "../chat-model";
import { type ChatRequest, parseChatRequest } from "./chat-request";
import { Completion } from "./completion";
import type { PaceClock } from "./pace";
import { failure, perform, type Performance, performanceOf, type Piece } from "./performance";

/** Stands in where no model is configured. Says so itself, and obeys the commands of `script.ts`. */
export function createDemoModel(clock: PaceClock): ChatModel {
  return {
    async respond(body, signal) {
      const request = parseChatRequest(body);
      const performance = performanceOf(request);
      if (performance.fails && !performance.pieces.length) throw failure(0);
      const pieces = perform(performance, clock, signal);
      return request.isStream
        ? { contentType: "text/event-stream; charset=utf-8", bytes: streamed(request, performance, pieces) }
        : { contentType: "application/json", bytes: whole(request, performance, pieces) };
    },
  };
}

async function* streamed(
  request: ChatRequest,
  performance: Performance,
  pieces: AsyncIterable<Piece>,
): AsyncGenerator<Buffer> {
  const completion = new Completion(request);
  let isFirst = true;
  for await (const piece of pieces) {
    if (isFirst) yield completion.delta({ role: "assistant", content: "" });
    isFirst = false;
    yield completion.delta(deltaOf(piece));
  }
  yield completion.end(performance.end);
  if (request.includeUsage) yield completion.usage(performance.pieces.length);
  yield completion.done();
}

function deltaOf(piece: Piece): object {
  if (piece.field !== "tool_calls") return { [piece.field]: piece.text };
  const { index, name, text } = piece;
  const begun = name === undefined ? {} : { id: callId(), type: "function" };
  return { tool_calls: [{ index, ...begun, function: { name, arguments: text } }] };
}

async function* whole(
  request: ChatRequest,
  performance: Performance,
  pieces: AsyncIterable<Piece>,
): AsyncGenerator<Buffer> {
  const text = { content: "", reasoning_content: "" };
  const calls: { name: string; arguments: string }[] = [];
  for await (const piece of pieces) {
    if (piece.field !== "tool_calls") text[piece.field] += piece.text;
    else if (piece.name !== undefined) calls.push({ name: piece.name, arguments: "" });
    else calls[piece.index]!.arguments += piece.text;
  }
  const message = {
    content: text.content,
    reasoning_content: text.reasoning_content || undefined,
    ...(calls.length > 0 && {
      tool_calls: calls.map((call) => ({ id: callId(), type: "function", function: call })),
    }),
  };
  yield new Completion(request).whole(message, performance.pieces.length, performance.end);
}

/** As vLLM names them. */
function callId(): string {
  return `chatcmpl-tool-${randomUUID()}`;
}
