import { describe, expect, it } from "vitest";
import type { Message } from "../../runtime/contract/message";
import { Problem } from "../../runtime/contract/problem";
import { estimateTokens, promptWindow } from "../../runtime/core/prompt-window";

const message = (role: Message["role"], text: string, more: Partial<Message> = {}): Message => ({
  id: text,
  conversationId: "c",
  parentId: null,
  role,
  text,
  status: "complete",
  createdAt: "2026-03-01T12:00:00.000Z",
  updatedAt: "2026-03-01T12:00:00.000Z",
  ...more,
});
/** 100 tokens as estimated, 8 of them for what the template writes around it. */
const hundred = (letter: string) => letter.repeat(92 * 3);
const path = [
  message("user", hundred("a")),
  message("assistant", hundred("b")),
  message("user", hundred("c")),
  message("assistant", hundred("d")),
  message("user", hundred("e")),
];
const lettersOf = (budgetTokens: number, system?: string) =>
  promptWindow({ system, path, budgetTokens }).map(({ content }) => content[0]);

describe("estimateTokens", () => {
  it("counts UTF-8 bytes, not characters", () => {
    expect(estimateTokens("abc")).toBe(9);
    expect(estimateTokens("äää")).toBe(10);
    expect(estimateTokens("日本語")).toBe(11);
  });
});

describe("promptWindow", () => {
  it("sends everything that fits, in order and with roles", () => {
    expect(lettersOf(500)).toEqual(["a", "b", "c", "d", "e"]);
    const roles = promptWindow({ path, budgetTokens: 500 }).map(({ role }) => role);
    expect(roles.join(" ")).toBe("user assistant user assistant user");
  });

  it("drops the oldest turns, and only whole ones", () => {
    expect(lettersOf(499)).toEqual(["c", "d", "e"]);
    expect(lettersOf(300)).toEqual(["c", "d", "e"]);
    expect(lettersOf(299)).toEqual(["e"]);
  });

  it("always sends the system prompt, at the cost of history", () => {
    expect(lettersOf(400, hundred("s"))).toEqual(["s", "c", "d", "e"]);
    expect(lettersOf(399, hundred("s"))).toEqual(["s", "e"]);
  });

  it("refuses a newest message that does not fit alone, naming size and limit", () => {
    expect(() => lettersOf(199, hundred("s"))).toThrow(
      new Problem(
        "too_large",
        "The message is about 100 tokens; at most 99 fit beside the system prompt and the reply.",
      ),
    );
  });

  it("never sends reasoning back, nor a reply without text", () => {
    const failed = [
      message("user", "one"),
      message("assistant", "", { status: "failed" }),
      message("user", "two"),
      message("assistant", "three", { reasoning: "secret thought" }),
      message("user", "four"),
    ];
    expect(promptWindow({ path: failed, budgetTokens: 1_000 })).toEqual([
      { role: "user", content: "one" },
      { role: "user", content: "two" },
      { role: "assistant", content: "three" },
      { role: "user", content: "four" },
    ]);
  });
});
