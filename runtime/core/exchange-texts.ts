import type { OpenAiMessage, OpenAiToolCall } from "../contract/openai-messages";
import { textOf } from "./token-use";

/** What one of the two sides said, up to the other's turn. */
export interface ToldText {
  role: "user" | "assistant";
  text: string;
}

/**
 * OpenAI's messages as a conversation has them, where two sides take turns: what a tool answered is told by the user,
 * and calls are Markdown. What one side said in several messages is one.
 */
export function exchangeTexts(messages: readonly OpenAiMessage[]): { system: string; told: ToldText[] } {
  const system: string[] = [];
  const told: ToldText[] = [];
  const names = new Map<string, string>();
  for (const message of messages) {
    if (message.role === "system" || message.role === "developer") {
      system.push(textOf(message.content));
      continue;
    }
    const role = message.role === "assistant" ? "assistant" : "user";
    const text = told.at(-1)?.role === role ? `${told.pop()?.text}\n\n` : "";
    told.push({ role, text: text + markdownOf(message, names) });
  }
  return { system: system.join("\n\n"), told };
}

function markdownOf(
  message: Extract<OpenAiMessage, { role: "user" | "assistant" | "tool" }>,
  names: Map<string, string>,
): string {
  const text = textOf(message.content);
  if (message.role === "user") return text;
  if (message.role === "tool") return `**${names.get(message.tool_call_id)}** →\n\n${fenced(text)}`;
  const calls = message.tool_calls ?? [];
  for (const call of calls) names.set(call.id, call.function.name);
  return callsAsMarkdown(text, calls);
}

/** A text and the calls after it. */
export function callsAsMarkdown(text: string, calls: readonly OpenAiToolCall[]): string {
  const told = calls.map(({ function: call }) => `**${call.name}**\n\n${fenced(call.arguments, "json")}`);
  return [text, ...told].filter(Boolean).join("\n\n");
}

/** In a fence longer than any that the text has. */
function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
