import { seededRandom } from "../rechunk";
import type { ChatRequest } from "./chat-request";
import { quoteFrom } from "./given-files";
import { markdownSample } from "./markdown-sample";
import { outline } from "./outline";
import { askedCalls, jsonText, type ScriptedCall } from "./tool-script";
import { tokenize } from "./tokens";

/** What the demo model is going to say, and how. */
export interface Script {
  /** Said before the answer, as the reasoning of a model that thinks. */
  reasoning?: string[];
  /** Each is one chunk of the stream. */
  tokens: string[];
  /** Asked for after the text. */
  calls?: ScriptedCall[];
  perSecond: number;
  /** Before the first token. */
  delayMs?: number;
  /** Takes no request now, as a server that is still loading its model. */
  isBusy?: boolean;
  /** Ends as an error once all tokens are out. */
  fails?: boolean;
}

/** Slow enough to be seen streaming, fast enough to read along. */
const readingPace = 70;
const defaultTokensPerSecond = 100;
const maxTokens = 100_000;
const maxPerSecond = 10_000;
const maxTokenChars = 10_000;
const maxDelaySec = 900;

const introduction =
  "This is a demonstration, not a language model: it only arranges your words into an outline.";
const quotation =
  "This is a demonstration, not a language model: it only looks up which line of your files has most of your words.";
const farewell = "*For real answers, start with `PARLEY_MODEL_URL` set to the URL of a model server.*";

/** A command gets what follows its name, and gives no script when that is not what it takes. */
interface Command {
  usage: string;
  script(argument: string, request: ChatRequest): Script | undefined;
}

const commands: Record<string, Command> = {
  echo: {
    usage: "/echo TEXT",
    script: (text) => (text ? say(text) : undefined),
  },
  tokens: {
    usage: `/tokens N [PER_SECOND [CHARS]], N from 0 to ${maxTokens}, PER_SECOND above 0 up to ${maxPerSecond}, CHARS of each up to ${maxTokenChars}`,
    script(argument) {
      const [, count, rate, chars = "0"] = /^(\d+)(?:\s+(\d+(?:\.\d+)?)(?:\s+(\d+))?)?$/.exec(argument) ?? [];
      const perSecond = rate === undefined ? defaultTokensPerSecond : Number(rate);
      if (count === undefined || Number(count) > maxTokens) return undefined;
      if (!(perSecond > 0 && perSecond <= maxPerSecond)) return undefined;
      if (Number(chars) > maxTokenChars) return undefined;
      return { tokens: countedTokens(Number(count), Number(chars)), perSecond };
    },
  },
  fail: {
    usage: `/fail N, N from 0 to ${maxTokens}`,
    script(argument) {
      if (!/^\d+$/.test(argument) || Number(argument) > maxTokens) return undefined;
      return { tokens: countedTokens(Number(argument)), perSecond: defaultTokensPerSecond, fails: true };
    },
  },
  busy: {
    usage: "/busy",
    script: (argument) => (argument ? undefined : { ...say(""), isBusy: true }),
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
    script: (argument, { system }) => (argument ? undefined : say(system || "There is no system prompt.")),
  },
  files: {
    usage: "/files",
    script(argument, { files, images }) {
      if (argument) return undefined;
      const seen = images > 0 ? `Images: ${images}.` : "";
      const told = [files, seen].filter(Boolean).join("\n\n");
      return { tokens: tokenize(told || "There are no files."), perSecond: maxPerSecond };
    },
  },
  tool: {
    usage: "/tool NAME [JSON], one a line",
    script(argument, request) {
      const calls = askedCalls(`/tool ${argument}`, request);
      if (calls === undefined) return undefined;
      return typeof calls === "string" ? say(calls) : { ...say(""), calls };
    },
  },
  dice: {
    usage: "/dice N, N from 1 to 1000",
    script(argument, { seed, parameters }) {
      const count = /^\d{1,4}$/.test(argument) ? Number(argument) : 0;
      if (count < 1 || count > 1000) return undefined;
      const random =
        seed === undefined && parameters["temperature"] !== 0 ? Math.random : seededRandom(seed ?? 0);
      return say(Array.from({ length: count }, () => Math.floor(random() * 6) + 1).join(" "));
    },
  },
  parameters: {
    usage: "/parameters",
    script: (argument, { parameters }) => (argument ? undefined : say(JSON.stringify(parameters))),
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

/**
 * What was asked for: JSON, a call that has to be made, an account of what tools answered, what a command at the
 * prompt's beginning says; else what the files say of it, or an outline of the prompt.
 */
export function scriptFor(request: ChatRequest): Script {
  const { prompt, schema, forcedTool, toolAnswers } = request;
  if (toolAnswers.length > 0 && !schema) {
    return say(["The tools have answered:", ...toolAnswers].join("\n\n"));
  }
  const [, name = "", argument = ""] = /^\/([a-z]+)(?:\s+(.*))?$/s.exec(prompt) ?? [];
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (forcedTool && name !== "tool") {
    return {
      ...say(""),
      calls: [{ name: forcedTool.name, arguments: jsonText(forcedTool.parameters, prompt) }],
    };
  }
  if (schema) return say(jsonText(schema, prompt));
  if (!command) return sayQuote(request) ?? sayOutline(prompt);
  return command.script(argument.trim(), request) ?? say(`Usage: ${command.usage}`);
}

function sayQuote({ files, prompt }: ChatRequest): Script | undefined {
  const quote = quoteFrom({ files, question: prompt });
  return quote === undefined ? undefined : say([quotation, quote, farewell].join("\n\n"));
}

function sayOutline(prompt: string): Script {
  return say([introduction, outline(prompt), farewell].join("\n\n"));
}

function say(text: string): Script {
  return { tokens: tokenize(text), perSecond: readingPace };
}

function countedTokens(count: number, chars = 0): string[] {
  return Array.from({ length: count }, (_, index) => `${`word${index + 1}`.padEnd(chars - 1, "x")} `);
}
