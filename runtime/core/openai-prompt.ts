import type { OpenAiContent, OpenAiMessage, OpenAiUserContent } from "../contract/openai-messages";
import type { ChatCompletionRequest } from "../contract/openai-request";
import type { ModelContent, ModelMessage, ModelRequest } from "../ports";
import type { TurnSettings } from "./asked-settings";
import type { ReadParts } from "./openai-files";
import { promptTokens } from "./token-use";

/**
 * What the model is asked: all of the caller's own, nothing added. The operator's system prompt is for the chat; a
 * script that wants one sends it.
 *
 * @param parts - what stands in place of files
 */
export function promptOf(
  request: ChatCompletionRequest,
  settings: TurnSettings,
  parts: ReadParts,
): ModelRequest {
  const { stop } = request;
  const messages = request.messages.map((message) => toModelMessage(message, parts));
  const tools = request.tools?.map((tool) => withoutNull(tool.function)) ?? [];
  return {
    messages,
    model: request.model,
    temperature: request.temperature,
    topP: request.top_p,
    frequencyPenalty: request.frequency_penalty,
    presencePenalty: request.presence_penalty,
    seed: request.seed,
    stop: typeof stop === "string" ? [stop] : stop,
    maxTokens: request.max_completion_tokens ?? request.max_tokens ?? roomFor({ messages, tools }, settings),
    reasoningEffort: request.reasoning_effort,
    ...(tools.length > 0 && {
      tools,
      toolChoice: toolChoiceOf(request),
      parallelToolCalls: request.parallel_tool_calls,
    }),
    responseFormat: responseFormatOf(request),
    user: request.user,
  };
}

/**
 * As the operator set it, and less where the prompt leaves less room; undefined where the estimate leaves none, since
 * it is a high one: the model itself knows.
 */
function roomFor(
  prompt: Pick<ModelRequest, "messages" | "tools">,
  { contextTokens, replyTokens }: TurnSettings,
): number | undefined {
  const room = Math.min(replyTokens, contextTokens - promptTokens(prompt));
  return room > 0 ? room : undefined;
}

function toModelMessage(message: OpenAiMessage, parts: ReadParts): ModelMessage {
  if (message.role === "tool") {
    return { role: "tool", content: message.content as OpenAiContent, toolCallId: message.tool_call_id };
  }
  const name = message.name === undefined ? {} : { name: message.name };
  if (message.role === "user") return { role: "user", content: withFiles(message.content, parts), ...name };
  if (message.role !== "assistant") {
    // A developer's message is a system message to every model whose template does not know the newer word.
    return { role: "system", content: message.content, ...name };
  }
  const { content = null, tool_calls: calls, reasoning_content: reasoning } = message;
  return {
    role: "assistant",
    content,
    ...name,
    ...(calls && { toolCalls: calls.map(({ id, function: call }) => ({ id, ...call })) }),
    ...(reasoning && { reasoning }),
  };
}

function withFiles(content: OpenAiUserContent, parts: ReadParts): ModelContent {
  if (typeof content === "string") return content;
  return content.flatMap((part) => (part.type === "text" ? [part] : (parts.get(part) ?? [])));
}

function toolChoiceOf({ tool_choice: choice }: ChatCompletionRequest): ModelRequest["toolChoice"] {
  return typeof choice === "object" ? { name: choice.function.name } : choice;
}

function responseFormatOf({
  response_format: format,
}: ChatCompletionRequest): ModelRequest["responseFormat"] {
  if (format?.type === "json_schema") return withoutNull(format.json_schema);
  return format?.type === "json_object" ? "json" : undefined;
}

function withoutNull<T extends { strict?: boolean | null }>(
  value: T,
): Omit<T, "strict"> & { strict?: boolean } {
  const { strict, ...rest } = value;
  return { ...rest, ...(typeof strict === "boolean" && { strict }) };
}
