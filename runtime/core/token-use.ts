import type { Usage } from "../contract/message";
import type { Logger, ModelMessage, ModelRequest, Quota, TokenHold } from "../ports";
import { estimateTokens } from "./prompt-window";

/**
 * Holds as many tokens as a request may take.
 *
 * @throws QuotaExceeded when its owner has none left.
 */
export function holdTokens(quota: Quota, owner: string, prompt: ModelRequest): Promise<TokenHold> {
  return quota.reserve(owner, promptTokens(prompt.messages) + (prompt.maxTokens ?? 0));
}

/** Never fails: a reply that was written is worth more than its being counted. */
export async function settleHold(logger: Logger, hold: TokenHold, usage?: Usage): Promise<void> {
  try {
    await hold.settle(usage);
  } catch (error) {
    logger.error({ error }, "what a request took could not be counted");
  }
}

/** For a model that did not say it: nothing when it wrote nothing. */
export function estimateUsage(prompt: readonly ModelMessage[], written: string): Usage {
  if (written === "") return { promptTokens: 0, completionTokens: 0 };
  return { promptTokens: promptTokens(prompt), completionTokens: estimateTokens(written) };
}

function promptTokens(messages: readonly ModelMessage[]): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
}
