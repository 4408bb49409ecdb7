import type { HistoryMessage } from "../contract/chat";
import type { MessageSource } from "../contract/file";
import { Problem } from "../contract/problem";
import type { ModelContent, ModelMessage, ModelRequest } from "../ports";
import type { AskedSettings, TurnSettings } from "./asked-settings";
import { type FilePrompt, filePrompt } from "./file-prompt";
import { estimateTokens, promptWindow } from "./prompt-window";
import { noFiles, type TurnFiles } from "./turn-files";

/** What the model is asked, and what of which files is in it; nothing of any where there are none. */
export interface TurnPrompt {
  prompt: ModelRequest;
  sources?: MessageSource[];
}

/**
 * @throws Problem `bad_request` when the reply leaves no room, `too_large` when the newest message does not fit, or its
 * files not at all.
 */
export function promptOf(
  { contextTokens }: TurnSettings,
  { model, system, temperature, maxTokens }: AskedSettings,
  path: readonly HistoryMessage[],
  files: TurnFiles = noFiles,
): TurnPrompt {
  if (maxTokens >= contextTokens) {
    throw new Problem(
      "bad_request",
      `maxTokens: is ${maxTokens}; less than ${contextTokens} is allowed, which prompt and reply share.`,
    );
  }
  const budgetTokens = contextTokens - maxTokens;
  const told = filePrompt(files, path, budgetTokens - (system ? estimateTokens(system) : 0));
  const messages = told
    ? withFiles(told, system, path, budgetTokens)
    : promptWindow({ system, path, budgetTokens });
  return { prompt: { messages, model, temperature, maxTokens }, sources: told?.sources };
}

/** The files stand before the newest message, so that they are there however long the conversation becomes. */
function withFiles(
  { text, images, imageTokens }: FilePrompt,
  system: string,
  path: readonly HistoryMessage[],
  budgetTokens: number,
): ModelMessage[] {
  const newest = path.at(-1)!;
  const asked = { ...newest, text: `${text}\n\n${newest.text}` };
  const window = { system, path: [...path.slice(0, -1), asked], budgetTokens: budgetTokens - imageTokens };
  const messages = promptWindow(window);
  if (images.length === 0) return messages;
  const content: ModelContent = [...images, { type: "text", text: asked.text }];
  return [...messages.slice(0, -1), { role: "user", content }];
}
