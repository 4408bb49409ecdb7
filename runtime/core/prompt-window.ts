import type { HistoryMessage } from "../contract/chat";
import { Problem } from "../contract/problem";

/** What the chat says to the model: texts alone. */
export interface PromptMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

export interface PromptWindowInput {
  /** Always sent, before everything else. */
  system?: string;
  /** From the root to the newest user message, which is the last one. */
  path: readonly HistoryMessage[];
  /** How many tokens the prompt may have: the model's context less the reply. */
  budgetTokens: number;
}

/**
 * UTF-8 bytes a token stands for. English has about 4, code and most other scripts about 3: rather a turn of history
 * too few than a request that the model refuses.
 */
const bytesPerToken = 3;

/** What a chat template writes around each message. */
const tokensPerMessage = 8;

/** What the model will count, estimated from the size. */
export function estimateTokens(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / bytesPerToken) + tokensPerMessage;
}

/**
 * What is sent to the model: the system prompt and the newest turns that fit, oldest dropped first and only whole.
 * Reasoning is never sent back, and a message without text not at all.
 *
 * @throws Problem `too_large` when the newest message does not fit even alone.
 */
export function promptWindow({ system, path, budgetTokens }: PromptWindowInput): PromptMessage[] {
  const turns = turnsOf(path);
  const newest = turns.pop() ?? [];
  const systemTokens = system ? estimateTokens(system) : 0;
  let left = budgetTokens - systemTokens - tokensOf(newest);
  if (left < 0) throw tooLarge(tokensOf(newest), budgetTokens - systemTokens);

  let kept = newest;
  for (const turn of turns.toReversed()) {
    left -= tokensOf(turn);
    if (left < 0) break;
    kept = [...turn, ...kept];
  }
  const messages = kept.filter(hasText).map(({ role, text }) => ({ role, content: text }));
  return system ? [{ role: "system", content: system }, ...messages] : messages;
}

/** A user's message with the replies that follow it, up to the next one. */
function turnsOf(path: readonly HistoryMessage[]): HistoryMessage[][] {
  const turns: HistoryMessage[][] = [];
  for (const message of path) {
    const turn = turns.at(-1);
    if (turn && message.role === "assistant") turn.push(message);
    else turns.push([message]);
  }
  return turns;
}

function tokensOf(turn: readonly HistoryMessage[]): number {
  return turn.filter(hasText).reduce((sum, message) => sum + estimateTokens(message.text), 0);
}

function hasText(message: HistoryMessage): boolean {
  return message.text !== "";
}

function tooLarge(tokens: number, budget: number): Problem {
  return new Problem(
    "too_large",
    `The message is about ${tokens} tokens; at most ${Math.max(budget, 0)} fit beside the system prompt and the reply.`,
  );
}
