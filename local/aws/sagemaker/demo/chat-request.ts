import { ModelFailure } from "../chat-model";
import type { JsonSchema } from "./fitting-value";
import { givenFiles } from "./given-files";
import { tokenize } from "./tokens";

/** A function that the model may call. */
export interface OfferedTool {
  name: string;
  parameters: JsonSchema;
}

/** What the demo model reads of OpenAI's chat body. */
export interface ChatRequest {
  /** Text of the last message with the role `user`, without the files before it. */
  prompt: string;
  /** Those files, as they came; empty without any. */
  files: string;
  /** How many images came with that message. */
  images: number;
  /** Texts of the messages with the role `system`. */
  system: string;
  /** Of all messages. */
  promptTokens: number;
  maxTokens: number;
  isStream: boolean;
  includeUsage: boolean;
  model: string;
  /** Those that it may call; none when it may call nothing. */
  tools: OfferedTool[];
  /** The one that it has to call. */
  forcedTool?: OfferedTool;
  /** Whether it may call several at once. */
  callsInParallel: boolean;
  /** Texts of the messages with the role `tool` at the end of all: they are answers to be told. */
  toolAnswers: string[];
  /** What its answer has to be, when it has to be JSON. */
  schema?: JsonSchema;
  /** Texts before which its answer ends. */
  stop: string[];
  seed?: number;
  /** Everything that it was asked besides messages and tools. */
  parameters: Record<string, unknown>;
}

interface ChatBody extends Record<string, unknown> {
  messages?: { role?: unknown; content?: unknown }[];
  tools?: { function?: { name?: string; parameters?: JsonSchema } }[];
  tool_choice?: "none" | "auto" | "required" | { function?: { name?: string } };
  response_format?: { type?: string; json_schema?: { schema?: JsonSchema } };
  parallel_tool_calls?: unknown;
  stop?: string | string[];
  seed?: unknown;
  model?: unknown;
  stream?: unknown;
  stream_options?: { include_usage?: unknown };
  max_tokens?: unknown;
  max_completion_tokens?: unknown;
}

/** @throws ModelFailure 400, as vLLM refuses a request that it cannot read */
export function parseChatRequest(bytes: Buffer): ChatRequest {
  const body = parseJson(bytes);
  if (!Array.isArray(body.messages) || !body.messages.length) {
    throw new ModelFailure(400, "messages must be a list of at least one message");
  }
  const { messages, tools: _tools, ...parameters } = body;
  const texts = messages.map(({ content }) => textOf(content));
  const last = messages.findLastIndex(({ role }) => role === "user");
  const { question, files } = givenFiles(texts[last]?.trim() ?? "");
  return {
    prompt: question,
    files,
    images: imagesIn(messages[last]?.content),
    system: texts.filter((_text, index) => messages[index]?.role === "system").join("\n\n"),
    promptTokens: texts.reduce((sum, text) => sum + tokenize(text).length, 0),
    maxTokens: maxTokensOf(body.max_completion_tokens ?? body.max_tokens),
    isStream: body.stream === true,
    includeUsage: body.stream_options?.include_usage === true,
    model: typeof body.model === "string" ? body.model : "demo-model",
    ...toolsOf(body),
    callsInParallel: body.parallel_tool_calls !== false,
    toolAnswers: texts.slice(messages.findLastIndex(({ role }) => role !== "tool") + 1),
    schema: schemaOf(body),
    stop: [body.stop ?? []].flat(),
    seed: typeof body.seed === "number" ? body.seed : undefined,
    parameters,
  };
}

function toolsOf({ tools = [], tool_choice: choice }: ChatBody): Pick<ChatRequest, "tools" | "forcedTool"> {
  if (choice === "none") return { tools: [] };
  const offered = tools.map(({ function: tool = {} }) => ({
    name: tool.name ?? "",
    parameters: tool.parameters ?? { type: "object" },
  }));
  if (choice === "required") return { tools: offered, forcedTool: offered[0] };
  const name = typeof choice === "object" ? choice.function?.name : undefined;
  return { tools: offered, forcedTool: offered.find((tool) => tool.name === name) };
}

function schemaOf({ response_format: format }: ChatBody): JsonSchema | undefined {
  if (format?.type === "json_object")
    return { type: "object", properties: { words: { type: "array", items: { type: "string" } } } };
  return format?.type === "json_schema" ? (format.json_schema?.schema ?? { type: "object" }) : undefined;
}

function parseJson(bytes: Buffer): ChatBody {
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof body === "object" && body !== null) return { ...body };
  } catch {
    // Refused below, like JSON that is no object.
  }
  throw new ModelFailure(400, "The body is not a JSON object");
}

/** A text, or OpenAI's list of parts, of which the texts count. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part: { text?: unknown }) => (typeof part?.text === "string" ? part.text : ""))
    .join("\n");
}

function imagesIn(content: unknown): number {
  if (!Array.isArray(content)) return 0;
  return content.filter((part: { type?: unknown }) => part?.type === "image_url").length;
}

function maxTokensOf(given: unknown): number {
  if (given === undefined || given === null) return Number.POSITIVE_INFINITY;
  if (typeof given === "number" && Number.isInteger(given) && given >= 1) return given;
  throw new ModelFailure(400, `max_tokens must be at least 1, got ${JSON.stringify(given)}`);
}
