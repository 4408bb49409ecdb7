import { describe, expect, it } from "vitest";
import type { OpenAiMessage } from "../../runtime/contract/openai-messages";
import { exchangeTexts } from "../../runtime/core/exchange-texts";

const call = (id: string, name: string) =>
  ({ id, type: "function", function: { name, arguments: '{"city":"Oslo"}' } }) as const;

describe("OpenAI's messages as a conversation", () => {
  it("are two sides that take turns, and what the system says apart", () => {
    const messages: OpenAiMessage[] = [
      { role: "system", content: "Be kind." },
      { role: "user", content: "One" },
      {
        role: "user",
        content: [
          { type: "text", text: "Two" },
          { type: "text", text: "Three" },
        ],
      },
      { role: "assistant", content: "Let me look.", tool_calls: [call("a", "weather"), call("b", "time")] },
      { role: "tool", tool_call_id: "b", content: "Noon" },
      { role: "tool", tool_call_id: "a", content: "Use `rain` or ```snow```" },
      { role: "developer", content: "Be brief." },
    ];
    const json = '```json\n{"city":"Oslo"}\n```';
    expect(exchangeTexts(messages)).toEqual({
      system: "Be kind.\n\nBe brief.",
      told: [
        { role: "user", text: "One\n\nTwo\nThree" },
        { role: "assistant", text: `Let me look.\n\n**weather**\n\n${json}\n\n**time**\n\n${json}` },
        {
          role: "user",
          text: "**time** →\n\n```\nNoon\n```\n\n**weather** →\n\n````\nUse `rain` or ```snow```\n````",
        },
      ],
    });
  });
});
