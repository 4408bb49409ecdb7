import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { type ChatModel, type ModelAnswer, ModelFailure } from "./chat-model";
import type { ModelOptions } from "./model-options";
import { postToModel } from "./model-post";

/** Status of a gateway whose upstream does not answer. */
const badGateway = 502;

/**
 * Passes requests on to any server that speaks OpenAI's protocol: Ollama, vLLM, llama.cpp, LM Studio.
 */
export function createRelayModel(options: ModelOptions & { url: string }): ChatModel {
  const baseUrl = options.url.replace(/\/+$/, "");
  let discovered: string | undefined;

  const headers = { "content-type": "application/json", ...authorization(options.key) };

  /** What a try to reach the server gave. */
  async function answered<T>(tried: Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await tried;
    } catch (error) {
      if (signal.aborted) throw error;
      throw new ModelFailure(badGateway, `The model at ${baseUrl} does not answer: ${reason(error)}`);
    }
  }

  /** Without a configured name: the first model the server offers. Most servers insist on one. */
  async function modelName(signal: AbortSignal): Promise<string> {
    if (options.model) return options.model;
    if (discovered) return discovered;
    const response = await answered(fetch(`${baseUrl}/models`, { headers, signal }), signal);
    if (!response.ok)
      throw new ModelFailure(response.status, errorMessage(await response.text()) || response.statusText);
    const listed = (await response.json()) as { data?: { id?: string }[] };
    discovered = listed.data?.[0]?.id;
    if (discovered) return discovered;
    throw new ModelFailure(badGateway, `The server at ${baseUrl} offers no model; load one, or name one.`);
  }

  return {
    async respond(body, signal): Promise<ModelAnswer> {
      const request = { ...parseBody(body), model: await modelName(signal) };
      const post = { url: `${baseUrl}/chat/completions`, headers, body: JSON.stringify(request), signal };
      const response = await answered(postToModel(post), signal);
      const { headers: told, statusCode: status = badGateway, statusMessage = "" } = response;
      if (status >= 300) {
        const words = await text(response).catch(() => "");
        throw new ModelFailure(status, errorMessage(words) || statusMessage);
      }
      const contentType = told["content-type"] ?? "application/json";
      return { contentType, bytes: relayed(response, baseUrl, signal) };
    },
  };
}

async function* relayed(
  response: IncomingMessage,
  baseUrl: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield* response as AsyncIterable<Buffer>;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ModelFailure(badGateway, `The model at ${baseUrl} broke off its answer: ${reason(error)}`);
  }
}

function authorization(key: string | undefined): Record<string, string> {
  return key ? { authorization: `Bearer ${key}` } : {};
}

function parseBody(body: Buffer): object {
  try {
    const parsed: unknown = JSON.parse(body.toString("utf8"));
    if (typeof parsed === "object" && parsed !== null) return parsed;
  } catch {
    // Refused below, like JSON that is no object.
  }
  throw new ModelFailure(400, "The body is not a JSON object");
}

/** `{"error":{"message":…}}` with most servers, `{"error":…}` or plain text with others. */
function errorMessage(words: string): string {
  try {
    const { error, message } = JSON.parse(words);
    const found = error?.message ?? message ?? error;
    if (typeof found === "string") return found;
  } catch {
    // Not JSON: the text itself.
  }
  return words;
}

/** fetch says only "fetch failed" itself, and a name with several addresses says nothing; cause and code know more. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = error.cause instanceof Error ? error.cause : error;
  return known.message || (known as NodeJS.ErrnoException).code || error.message;
}
