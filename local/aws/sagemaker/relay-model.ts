import { type ChatModel, type ModelAnswer, ModelFailure } from "./chat-model";
import type { ModelOptions } from "./model-options";

/** Status of a gateway whose upstream does not answer. */
const badGateway = 502;

/**
 * Passes requests on to any server that speaks OpenAI's protocol: Ollama, vLLM, llama.cpp, LM Studio.
 */
export function createRelayModel(options: ModelOptions & { url: string }): ChatModel {
  const baseUrl = options.url.replace(/\/+$/, "");
  let discovered: string | undefined;

  async function call(path: string, init: RequestInit): Promise<Response> {
    const headers = { "content-type": "application/json", ...authorization(options.key) };
    let response: Response;
    try {
      response = await fetch(`${baseUrl}${path}`, { ...init, headers });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ModelFailure(badGateway, `The model at ${baseUrl} does not answer: ${reason(error)}`);
    }
    if (response.ok) return response;
    throw new ModelFailure(response.status, await errorMessage(response));
  }

  /** Without a configured name: the first model the server offers. Most servers insist on one. */
  async function modelName(signal: AbortSignal): Promise<string> {
    if (options.model) return options.model;
    if (discovered) return discovered;
    const listed = (await (await call("/models", { signal })).json()) as { data?: { id?: string }[] };
    discovered = listed.data?.[0]?.id;
    if (discovered) return discovered;
    throw new ModelFailure(badGateway, `The server at ${baseUrl} offers no model; load one, or name one.`);
  }

  return {
    async respond(body, signal): Promise<ModelAnswer> {
      const request = { ...parseBody(body), model: await modelName(signal) };
      const init = { method: "POST", body: JSON.stringify(request), signal };
      const response = await call("/chat/completions", init);
      const contentType = response.headers.get("content-type") ?? "application/json";
      return { contentType, bytes: relayed(response, baseUrl, signal) };
    },
  };
}

async function* relayed(
  response: Response,
  baseUrl: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  try {
    yield* response.body;
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
async function errorMessage(response: Response): Promise<string> {
  const text = await response.text().catch(() => "");
  try {
    const { error, message } = JSON.parse(text);
    const found = error?.message ?? message ?? error;
    if (typeof found === "string") return found;
  } catch {
    // Not JSON: the text itself.
  }
  return text || response.statusText;
}

/** fetch says only "fetch failed" itself; its cause knows more. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || (cause as NodeJS.ErrnoException).code || error.message;
}
