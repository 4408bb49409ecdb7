import type { ChatRequest } from "./chat-request";
import { markdownSample } from "./markdown-sample";
import { outline } from "./outline";
import { tokenize } from "./tokens";

/** What the demo model is going to say, and how. */
export interface Script {
  /** Said before the answer, as the reasoning of a model that thinks. */
  reasoning?: string[];
  /** Each is one chunk of the stream. */
  tokens: string[];
  perSecond: number;
  /** Before the first token. */
  delayMs?: number;
  /** Ends as an error once all tokens are out. */
  fails?: boolean;
}

/** Slow enough to be seen streaming, fast enough to read along. */
const readingPace = 70;
const defaultTokensPerSecond = 100;
const maxTokens = 100_000;
const maxPerSecond = 10_000;
const maxDelaySec = 900;

const introduction =
  "This is a demonstration, not a language model: it only arranges your words into an outline.";
const farewell = "*For real answers, start with `PARLEY_MODEL_URL` set to the URL of a model server.*";

/** A command gets what follows its name, and gives no script when that is not what it takes. */
interface Command {
  usage: string;
  script(argument: string, system: string): Script | undefined;
}

const commands: Record<string, Command> = {
  echo: {
    usage: "/echo TEXT",
    script: (text) => (text ? say(text) : undefined),
  },
  tokens: {
    usage: `/tokens N [PER_SECOND], N from 0 to ${maxTokens}, PER_SECOND above 0 up to ${maxPerSecond}`,
    script(argument) {
      const [, count, rate] = /^(\d+)(?:\s+(\d+(?:\.\d+)?))?$/.exec(argument) ?? [];
      const perSecond = rate === undefined ? defaultTokensPerSecond : Number(rate);
      if (count === undefined || Number(count) > maxTokens) return undefined;
      if (!(perSecond > 0 && perSecond <= maxPerSecond)) return undefined;
      return { tokens: countedTokens(Number(count)), perSecond };
    },
  },
  fail: {
    usage: `/fail N, N from 0 to ${maxTokens}`,
    script(argument) {
      if (!/^\d+$/.test(argument) || Number(argument) > maxTokens) return undefined;
      return { tokens: countedTokens(Number(argument)), perSecond: defaultTokensPerSecond, fails: true };
    },
  },
  slow: {
    usage: `/slow SECONDS [TEXT], SECONDS from 0 to ${maxDelaySec}`,
    script(argument) {
      const [, seconds, text = ""] = /^(\d+(?:\.\d+)?)(?:\s+(.*))?$/s.exec(argument) ?? [];
      if (seconds === undefined || Number(seconds) > maxDelaySec) return undefined;
      return { ...sayOutline(text), delayMs: Number(seconds) * 1000 };
    },
  },
  markdown: {
    usage: "/markdown",
    script: (argument) => (argument ? undefined : say(markdownSample)),
  },
  system: {
    usage: "/system",
    script: (argument, system) => (argument ? undefined : say(system || "There is no system prompt.")),
  },
  think: {
    usage: "/think TEXT",
    script(text) {
      if (!text) return undefined;
      const thought = `The request is: ${text}\nI cannot think, so I shall arrange its words and say that I did.`;
      return { ...sayOutline(text), reasoning: tokenize(thought) };
    },
  },
};

/** An outline of the prompt, or what a command at its beginning asks for. */
export function scriptFor({ prompt, system }: Pick<ChatRequest, "prompt" | "system">): Script {
  const [, name = "", argument = ""] = /^\/([a-z]+)(?:\s+(.*))?$/s.exec(prompt) ?? [];
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) return sayOutline(prompt);
  return command.script(argument.trim(), system) ?? say(`Usage: ${command.usage}`);
}

function sayOutline(prompt: string): Script {
  return say([introduction, outline(prompt), farewell].join("\n\n"));
}

function say(text: string): Script {
  return { tokens: tokenize(text), perSecond: readingPace };
}

function countedTokens(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `word${index + 1} `);
}
