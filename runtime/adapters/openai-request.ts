import type { ModelContent, ModelMessage, ModelRequest } from "../ports";

/** The body that an OpenAI-compatible server is sent; what is undefined is left out of the JSON. */
export function toOpenAiRequest(request: ModelRequest) {
  const { responseFormat, toolChoice } = request;
  return {
    messages: request.messages.map(toMessage),
    temperature: request.temperature,
    top_p: request.topP,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    seed: request.seed,
    stop: request.stop,
    max_tokens: request.maxTokens,
    reasoning_effort: request.reasoningEffort,
    tools: request.tools?.map((tool) => ({ type: "function", function: tool })),
    tool_choice:
      typeof toolChoice === "object" ? { type: "function", function: { name: toolChoice.name } } : toolChoice,
    parallel_tool_calls: request.parallelToolCalls,
    response_format:
      typeof responseFormat === "object"
        ? { type: "json_schema", json_schema: responseFormat }
        : responseFormat && { type: "json_object" },
    user: request.user,
    stream: true,
    stream_options: { include_usage: true },
  };
}

function toMessage(message: ModelMessage) {
  if (message.role === "tool")
    return { role: "tool", tool_call_id: message.toolCallId, content: toContent(message.content) };
  if (message.role !== "assistant") return { ...message, content: toContent(message.content) };
  const { role, content, name, toolCalls, reasoning } = message;
  return {
    role,
    content: toContent(content),
    name,
    // vLLM's newer name and its older one, which is everybody else's: a server passes over the one it does not know.
    reasoning,
    reasoning_content: reasoning,
    tool_calls: toolCalls?.map(({ id, ...call }) => ({ id, type: "function", function: call })),
  };
}

function toContent(content: ModelContent | null) {
  if (typeof content === "string" || content === null) return content;
  return content.map((part) =>
    part.type === "image" ? { type: "image_url", image_url: { url: part.url } } : part,
  );
}
