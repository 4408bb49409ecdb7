import type {
  ChatCompletion,
  ChatCompletionChunk,
  CompletionDelta,
  CompletionUsage,
} from "../contract/openai-answer";
import type { Usage } from "../contract/message";
import type { OpenAiToolCall } from "../contract/openai-messages";
import type { ModelEvent } from "../ports";

/** What stands in an answer whatever the model says. */
export interface AnswerHead {
  id: string;
  /** Seconds since 1970. */
  created: number;
  model: string;
  metadata?: Record<string, string>;
}

type FinishReason = ChatCompletion["choices"][number]["finish_reason"];

/** The chunks of a stream. The first one comes when the model says something, so that a failure before it has a status. */
export async function* completionChunks(
  head: AnswerHead,
  events: AsyncIterable<ModelEvent>,
  includeUsage: boolean,
): AsyncGenerator<ChatCompletionChunk, void> {
  const chunk = (delta: CompletionDelta, reason: FinishReason | null = null): ChatCompletionChunk => ({
    ...head,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    ...(includeUsage && { usage: null }),
  });
  let isFirst = true;
  for await (const event of events) {
    if (isFirst) yield chunk({ role: "assistant", content: "" });
    isFirst = false;
    if (event.type !== "finish") {
      yield chunk(deltaOf(event));
      continue;
    }
    yield chunk({}, event.reason);
    if (includeUsage && event.usage)
      yield { ...head, object: "chat.completion.chunk", choices: [], usage: usageOf(event.usage) };
  }
}

function deltaOf(event: Exclude<ModelEvent, { type: "finish" }>): CompletionDelta {
  if (event.type === "text") return { content: event.text };
  if (event.type === "reasoning") return { reasoning_content: event.text };
  const { index, id, name, arguments: more } = event;
  const part = { ...(name !== undefined && { name }), arguments: more };
  return { tool_calls: [{ index, ...(id !== undefined && { id, type: "function" }), function: part }] };
}

/** The whole answer. */
export async function wholeCompletion(
  head: AnswerHead,
  events: AsyncIterable<ModelEvent>,
): Promise<ChatCompletion> {
  const said = { text: "", reasoning: "" };
  const calls = new GatheredCalls();
  let end: Extract<ModelEvent, { type: "finish" }> = { type: "finish", reason: "stop" };
  for await (const event of events) {
    if (event.type === "finish") end = event;
    else if (event.type === "tool_call") calls.add(event);
    else said[event.type] += event.text;
  }
  const toolCalls = calls.all();
  const message: ChatCompletion["choices"][number]["message"] = {
    role: "assistant",
    content: toolCalls.length > 0 && said.text === "" ? null : said.text,
    refusal: null,
    ...(said.reasoning && { reasoning_content: said.reasoning }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
  return {
    ...head,
    object: "chat.completion",
    choices: [{ index: 0, message, logprobs: null, finish_reason: end.reason }],
    ...(end.usage && { usage: usageOf(end.usage) }),
  };
}

/** Calls put together from their parts. */
export class GatheredCalls {
  private readonly calls = new Map<number, OpenAiToolCall>();

  add({ index, id, name, arguments: more }: Extract<ModelEvent, { type: "tool_call" }>): void {
    const call = this.calls.get(index);
    if (!call) {
      const part = { name: name ?? "", arguments: more };
      this.calls.set(index, { id: id ?? "", type: "function", function: part });
    } else {
      call.function.arguments += more;
    }
  }

  all(): OpenAiToolCall[] {
    return [...this.calls.values()];
  }
}

function usageOf({ promptTokens, completionTokens }: Usage): CompletionUsage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}
