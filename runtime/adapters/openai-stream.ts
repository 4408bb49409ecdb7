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
 * Deltas of a text that came together are one: a token that comes alone is told at once, and of many that have piled up each costs
 * but its parsing. `finish` comes at the end, since the usage follows the finish reason; not at all when the server
 * gave no reason.
 *
 * @throws Error with the server's words when it reports an error, or when a line is not JSON.
 */
export async function* readOpenAiStream(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ModelEvent, void> {
  const reader = new ChunkReader();
  for await (const lines of linesOf(bytes)) {
    yield* reader.read(lines);
    if (reader.failure) throw reader.failure.error;
    if (reader.isDone) break;
  }
  yield* reader.finish();
}

/** What the chunks of a stream say, and how they end. */
class ChunkReader {
  /** Nothing of what follows is read. */
  isDone = false;
  /** Why the stream cannot be read on; what came before it is told first. */
  failure?: { error: unknown };
  private reason?: FinishReason;
  private usage?: Usage;
  private model?: string;

  read(lines: readonly string[]): ModelEvent[] {
    const said: ModelEvent[] = [];
    try {
      for (const line of lines) {
        const data = dataOf(line);
        if (data === "[DONE]") this.isDone = true;
        if (this.isDone) break;
        if (data !== undefined) this.take(parseChunk(data), said);
      }
    } catch (error) {
      this.failure = { error };
    }
    return said;
  }

  finish(): ModelEvent[] {
    const { reason, usage, model } = this;
    return reason ? [{ type: "finish", reason, usage, ...(model && { model }) }] : [];
  }

  private take({ choices, model, usage }: Chunk, said: ModelEvent[]): void {
    const choice = choices?.[0];
    if (choice?.delta) for (const event of deltasOf(choice.delta)) addJoined(said, event);
    if (choice?.finish_reason) this.reason = finishReason(choice.finish_reason);
    if (model) this.model = model;
    if (usage) this.usage = usageOf(usage);
  }
}

/** Adds an event, to the last one where it only goes on with it. Calls are left as the model gives them: name first. */
function addJoined(said: ModelEvent[], event: ModelEvent): void {
  const last = said.at(-1);
  if ((event.type === "text" || event.type === "reasoning") && last?.type === event.type) {
    last.text += event.text;
  } else {
    said.push(event);
  }
}

/** The lines that each part completes. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[], void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of bytes) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) yield lines;
  }
  yield [rest + decoder.decode()];
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
