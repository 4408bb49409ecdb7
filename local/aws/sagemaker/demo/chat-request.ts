import { ModelFailure } from "../chat-model";
import { tokenize } from "./tokens";

/** What the demo model reads of OpenAI's chat body. */
export interface ChatRequest {
  /** Text of the last message with the role `user`. */
  prompt: string;
  /** Texts of the messages with the role `system`. */
  system: string;
  /** Of all messages. */
  promptTokens: number;
  maxTokens: number;
  isStream: boolean;
  includeUsage: boolean;
  model: string;
}

interface ChatBody {
  messages?: { role?: unknown; content?: unknown }[];
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
  const { messages } = body;
  const texts = messages.map(({ content }) => textOf(content));
  const last = messages.findLastIndex(({ role }) => role === "user");
  return {
    prompt: texts[last]?.trim() ?? "",
    system: texts.filter((_text, index) => messages[index]?.role === "system").join("\n\n"),
    promptTokens: texts.reduce((sum, text) => sum + tokenize(text).length, 0),
    maxTokens: maxTokensOf(body.max_completion_tokens ?? body.max_tokens),
    isStream: body.stream === true,
    includeUsage: body.stream_options?.include_usage === true,
    model: typeof body.model === "string" ? body.model : "demo-model",
  };
}

function parseJson(bytes: Buffer): ChatBody {
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof body === "object" && body !== null) return body;
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

function maxTokensOf(given: unknown): number {
  if (given === undefined || given === null) return Number.POSITIVE_INFINITY;
  if (typeof given === "number" && Number.isInteger(given) && given >= 1) return given;
  throw new ModelFailure(400, `max_tokens must be at least 1, got ${JSON.stringify(given)}`);
}
