import {
  type ChatCompletionRequest,
  ChatCompletionRequestSchema,
  unsupportedParameters,
} from "../contract/openai-request";
import { schemaFaults } from "../contract/schema-fault";
import type { TurnSettings } from "./asked-settings";
import { badParameter, OpenAiProblem } from "./openai-problem";

/** Parts of a message that nobody reads here. */
const unreadParts = new Set(["input_audio", "refusal"]);
/** Those that only a user's message may have. */
const fileParts = new Set(["file", "image_url"]);

/** Parameters that have fewer values here than at OpenAI. */
const narrowed =
  /^(n|logprobs|modalities|service_tier|reasoning_effort|stream_options\.include_obfuscation|tools\[\d+\]\.type)\b/;

/**
 * The request, if it can be answered as it is.
 *
 * @throws OpenAiProblem naming the parameter that is wrong, unknown or not supported; `not_found` for another model.
 */
export function readCompletionRequest(
  body: Record<string, unknown>,
  settings: TurnSettings,
  seesImages: boolean,
): ChatCompletionRequest {
  refuseParameters(body);
  refuseParts(body["messages"], seesImages);
  const [fault] = schemaFaults(ChatCompletionRequestSchema, body);
  if (fault) {
    const param = parameterOf(fault.field);
    throw badParameter(
      param,
      narrowed.test(param) ? "unsupported_value" : "invalid_value",
      fault.explanation,
    );
  }
  const given = Object.entries(body).filter(([, value]) => value !== null);
  const request = Object.fromEntries(given) as ChatCompletionRequest;
  refuseModel(request, settings);
  refuseContradictions(request, settings);
  refuseStrayAnswers(request);
  return request;
}

function refuseParameters(body: Record<string, unknown>): void {
  const unknown = Object.keys(body).find(
    (name) => !Object.hasOwn(ChatCompletionRequestSchema.properties, name),
  );
  if (unknown === undefined) return;
  if (unsupportedParameters.includes(unknown))
    throw badParameter(unknown, "unsupported_parameter", "is not supported here.");
  throw badParameter(unknown.slice(0, 100), "unknown_parameter", "is not a known parameter.");
}

function refuseParts(messages: unknown, seesImages: boolean): void {
  if (!Array.isArray(messages)) return;
  for (const [index, message] of messages.entries()) {
    const { content, role } = (message ?? {}) as { content?: unknown; role?: unknown };
    if (!Array.isArray(content)) continue;
    for (const [place, part] of content.entries()) {
      const { type, file } = (part ?? {}) as UnreadPart;
      const param = `messages[${index}].content[${place}]`;
      const reason = whyNoPart(type, role, seesImages);
      if (reason) throw badParameter(param, "unsupported_value", reason);
      if (type === "file" && file && (file.file_data === undefined) === (file.file_id === undefined))
        throw badParameter(param, "invalid_value", "must have one of file_data and file_id.");
    }
  }
}

interface UnreadPart {
  type?: unknown;
  file?: { file_data?: unknown; file_id?: unknown } | null;
}

function whyNoPart(type: unknown, role: unknown, seesImages: boolean): string | undefined {
  if (typeof type !== "string") return undefined;
  if (unreadParts.has(type) || (type === "image_url" && !seesImages))
    return `is of type ${type}; the model here reads text only.`;
  return fileParts.has(type) && role !== "user"
    ? `is of type ${type}; only a user's message may have it.`
    : undefined;
}

function refuseModel({ model }: ChatCompletionRequest, settings: TurnSettings): void {
  if (model === settings.model) return;
  throw unknownModel(model, settings);
}

/** The problem of a model that is not served. */
export function unknownModel(model: string, settings: TurnSettings): OpenAiProblem {
  const asked = JSON.stringify(model.slice(0, 200));
  const message = `model: ${asked} does not exist here; allowed is ${JSON.stringify(settings.model)}.`;
  return new OpenAiProblem("not_found", "model", "model_not_found", message);
}

function refuseContradictions(request: ChatCompletionRequest, settings: TurnSettings): void {
  if (request.stream_options && request.stream !== true)
    throw badParameter("stream_options", "invalid_parameter_combination", "goes with stream: true only.");
  refuseLength(request, settings);
  refuseChoice(request);
}

function refuseLength(
  { max_tokens, max_completion_tokens }: ChatCompletionRequest,
  { contextTokens }: TurnSettings,
): void {
  if (max_tokens !== undefined && max_completion_tokens !== undefined)
    throw badParameter("max_tokens", "invalid_parameter_combination", "goes without max_completion_tokens.");
  const limit = max_tokens === undefined ? "max_completion_tokens" : "max_tokens";
  const tokens = max_tokens ?? max_completion_tokens ?? 0;
  if (tokens < contextTokens) return;
  const explanation = `is ${tokens}; less than ${contextTokens} is allowed, which prompt and answer share.`;
  throw badParameter(limit, "invalid_value", explanation);
}

/** Which tools are to be called, where there are none, or not that one. */
function refuseChoice(request: ChatCompletionRequest): void {
  const { tools = [], tool_choice: choice } = request;
  if (tools.length === 0) {
    const stray = (["tool_choice", "parallel_tool_calls"] as const).find(
      (name) => request[name] !== undefined,
    );
    if (stray && choice !== "none")
      throw badParameter(stray, "invalid_parameter_combination", "goes with tools only.");
    return;
  }
  if (typeof choice !== "object") return;
  const { name } = choice.function;
  if (!tools.some((tool) => tool.function.name === name))
    throw badParameter("tool_choice", "invalid_value", `names ${name}, which is not among the tools.`);
}

/** A tool's answer must have a call that it answers: no model can make sense of another. */
function refuseStrayAnswers({ messages }: ChatCompletionRequest): void {
  const called = new Set<string>();
  for (const [index, message] of messages.entries()) {
    if (message.role === "assistant") {
      for (const { id } of message.tool_calls ?? []) called.add(id);
      if (!message.tool_calls && typeof message.content !== "string" && !message.content)
        throw badParameter(`messages[${index}]`, "invalid_value", "must have content or tool_calls.");
    } else if (message.role === "tool" && !called.has(message.tool_call_id)) {
      const explanation = "answers no call: an assistant's message before it must have it in its tool_calls.";
      throw badParameter(`messages[${index}].tool_call_id`, "invalid_value", explanation);
    }
  }
}

/** `messages.0.content` is `messages[0].content`. */
function parameterOf(field: string): string {
  return field.replaceAll(/\.(\d+)(?=\.|$)/g, "[$1]") || "body";
}
