import OpenAI from "openai";
import type { StackOutputs } from "./stack-process";

/** The model's name in a stack that sets none. */
export const model = "openai/gpt-oss-20b";

/** OpenAI's own client, of which only the URL and the key are changed. */
export function openAiClient(
  { invokeUrl, apiKey }: Pick<StackOutputs, "invokeUrl" | "apiKey">,
  options: ConstructorParameters<typeof OpenAI>[0] = {},
): OpenAI {
  return new OpenAI({ baseURL: `${invokeUrl}/v1`, apiKey, maxRetries: 0, ...options });
}

/** A request with one message of the user. */
export function asking(content: string) {
  return { model, messages: [{ role: "user" as const, content }] };
}
