import type { Usage } from "../contract/message";
import type { Logger, ModelContent, ModelRequest, Quota, TokenHold } from "../ports";
import { imageTokens } from "./prompt-images";
import { estimateTokens } from "./prompt-window";

/**
 * Holds as many tokens as a request may take.
 *
 * @throws QuotaExceeded when its owner has none left.
 */
export function holdTokens(quota: Quota, owner: string, prompt: ModelRequest): Promise<TokenHold> {
  return quota.reserve(owner, promptTokens(prompt) + (prompt.maxTokens ?? 0));
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
export function estimateUsage(prompt: ModelRequest, written: string): Usage {
  if (written === "") return { promptTokens: 0, completionTokens: 0 };
  return { promptTokens: promptTokens(prompt), completionTokens: estimateTokens(written) };
}

/** Texts of a message as one, without what is no text in it. */
export function textOf(content: string | readonly { type: string }[] | null | undefined): string {
  if (typeof content === "string") return content;
  return (content ?? [])
    .filter((part): part is { type: "text"; text: string } => part.type === "text")
    .map(({ text }) => text)
    .join("\n");
}

function imagesIn(content: ModelContent | null): number {
  return typeof content === "string" ? 0 : (content ?? []).filter(({ type }) => type === "image").length;
}

/** What a prompt may take, estimated: its texts and images, the calls in it and the tools that it offers. */
export function promptTokens({ messages, tools = [] }: Pick<ModelRequest, "messages" | "tools">): number {
  const said = messages.map((message) => {
    const { toolCalls = [], reasoning = "" } = message.role === "assistant" ? message : {};
    const calls = toolCalls.map((call) => call.name + call.arguments).join("");
    return textOf(message.content) + reasoning + calls;
  });
  const images = messages.reduce((sum, { content }) => sum + imagesIn(content), 0);
  const offered = tools.map((tool) => JSON.stringify(tool));
  return [...said, ...offered].reduce((sum, text) => sum + estimateTokens(text), images * imageTokens);
}
