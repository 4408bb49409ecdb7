import type { ChatRequest } from "../contract/chat";
import type { ChatSettings } from "../contract/chat-settings";
import { Problem } from "../contract/problem";

/** The model's side of the deployment. */
export interface TurnSettings {
  /** The served model's name; a request for another one is refused. */
  model: string;
  /** How many tokens the model can take, prompt and reply together. */
  contextTokens: number;
  /** The longest reply, in tokens, when nobody says. */
  replyTokens: number;
  /** What the model is told first, when nobody says. Empty: nothing. */
  systemPrompt: string;
}

/** How the model is asked. */
export interface AskedSettings extends ChatSettings {
  system: string;
  maxTokens: number;
}

/**
 * How a turn asks the model: as the request says, else as its conversation has it, else as the operator set it. A
 * conversation may have been made, or exported elsewhere, when another model was served: it goes on with this one.
 *
 * @throws Problem `bad_request` when the request itself names a model that is not served.
 */
export function askedSettings(
  operator: TurnSettings,
  request: ChatSettings,
  kept: ChatSettings = {},
): AskedSettings {
  if (request.model !== undefined && request.model !== operator.model) {
    throw new Problem(
      "bad_request",
      `model: ${JSON.stringify(request.model)} is not served here; allowed is ${JSON.stringify(operator.model)}.`,
    );
  }
  return {
    model: request.model ?? (kept.model === operator.model ? kept.model : undefined),
    system: request.system ?? kept.system ?? operator.systemPrompt,
    temperature: request.temperature ?? kept.temperature,
    maxTokens: request.maxTokens ?? kept.maxTokens ?? operator.replyTokens,
  };
}

/** What of a request its new conversation keeps: the settings it names; undefined when it names none. */
export function settingsOf({ model, system, temperature, maxTokens }: ChatRequest): ChatSettings | undefined {
  const named = Object.entries({ model, system, temperature, maxTokens }).filter(
    ([, value]) => value !== undefined,
  );
  return named.length > 0 ? Object.fromEntries(named) : undefined;
}
