import type { Usage } from "../contract/message";
import type { ModelEvent } from "../ports";

type FinishReason = Extract<ModelEvent, { type: "finish" }>["reason"];

/** What of OpenAI's `chat.completion.chunk` is read. */
interface Chunk {
  model?: string;
  choices?: { delta?: Delta; finish_reason?: string | null }[];
  usage?: { prompt_tokens: number; completion_tokens: number } | null;
  error?: { message?: string } | string;
}

interface Delta {
  content?: string | null;
  /** vLLM's newer name. */
  reasoning?: string | null;
  /** The name of vLLM before, of DeepSeek and of llama.cpp. */
  reasoning_content?: string | null;
  tool_calls?: ToolCallDelta[] | null;
}

interface ToolCallDelta {
  index?: number;
  id?: string | null;
  function?: { name?: string | null; arguments?: string | null };
}

/**
 * Reads the stream of an OpenAI-compatible server from bytes that may be cut anywhere, also within a line or a UTF-8
 * character. Takes server-sent events (vLLM) and bare JSON lines (LMI containers).
 *
 * `finish` comes at the end, since the usage follows the finish reason; not at all when the server gave no reason.
 *
 * @throws Error with the server's words when it reports an error, or when a line is not JSON.
 */
export async function* readOpenAiStream(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ModelEvent, void> {
  let reason: FinishReason | undefined;
  let usage: Usage | undefined;
  let model: string | undefined;
  for await (const line of linesOf(bytes)) {
    const data = dataOf(line);
    if (data === undefined) continue;
    if (data === "[DONE]") break;
    const chunk = parseChunk(data);
    const choice = chunk.choices?.[0];
    yield* deltasOf(choice?.delta ?? {});
    if (choice?.finish_reason) reason = finishReason(choice.finish_reason);
    if (chunk.model) model = chunk.model;
    if (chunk.usage) usage = usageOf(chunk.usage);
  }
  if (reason) yield { type: "finish", reason, usage, ...(model && { model }) };
}

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of bytes) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  yield rest + decoder.decode();
}

/** The JSON of a line; undefined for blank lines, comments and the other fields of server-sent events. */
function dataOf(line: string): string | undefined {
  const text = line.trim();
  if (text.startsWith("data:")) return text.slice("data:".length).trim() || undefined;
  return text.startsWith("{") ? text : undefined;
}

function parseChunk(data: string): Chunk {
  let chunk: Chunk;
  try {
    chunk = JSON.parse(data) as Chunk;
  } catch (cause) {
    throw new Error(`the model sent a line that is not JSON: ${data.slice(0, 200)}`, { cause });
  }
  if (chunk.error !== undefined) {
    const words = typeof chunk.error === "string" ? chunk.error : chunk.error.message;
    throw new Error(`the model reported: ${words ?? data}`);
  }
  return chunk;
}

function* deltasOf({ content, reasoning, reasoning_content, tool_calls }: Delta): Generator<ModelEvent> {
  const thought = reasoning ?? reasoning_content;
  if (thought) yield { type: "reasoning", text: thought };
  if (content) yield { type: "text", text: content };
  for (const call of tool_calls ?? []) {
    const { index = 0, id, function: part = {} } = call;
    yield {
      type: "tool_call",
      index,
      ...(id && { id }),
      ...(part.name && { name: part.name }),
      arguments: part.arguments ?? "",
    };
  }
}

const finishReasons: readonly string[] = ["length", "tool_calls", "content_filter"] satisfies FinishReason[];

/** Every reason that is not OpenAI's is an end that the model chose. */
function finishReason(reason: string): FinishReason {
  return finishReasons.includes(reason) ? (reason as FinishReason) : "stop";
}

function usageOf(usage: NonNullable<Chunk["usage"]>): Usage {
  return { promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens };
}
