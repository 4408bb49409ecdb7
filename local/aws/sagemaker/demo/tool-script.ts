import type { ChatRequest, OfferedTool } from "./chat-request";
import { fittingValue, type JsonSchema } from "./fitting-value";
import { wordsOf } from "./outline";

/** A call of a tool. `arguments` is JSON. */
export interface ScriptedCall {
  name: string;
  arguments: string;
}

/**
 * The calls that lines of `/tool NAME {json}` ask for, or why there are none. Without JSON the arguments are made to
 * fit the tool's own schema.
 *
 * @returns undefined when a line is not of that form
 */
export function askedCalls(
  prompt: string,
  { tools, callsInParallel }: Pick<ChatRequest, "tools" | "callsInParallel">,
): ScriptedCall[] | string | undefined {
  const asked = prompt.split("\n").map((line) => /^\/tool\s+([\w-]+)(?:\s+(.+?))?\s*$/.exec(line));
  const calls: ScriptedCall[] = [];
  for (const line of asked) {
    if (!line) return undefined;
    const [, name = "", given] = line;
    const tool = tools.find((offered) => offered.name === name);
    if (!tool) return `There is no tool ${name}; ${offerOf(tools)}.`;
    if (given !== undefined && !isJson(given)) return undefined;
    calls.push({ name, arguments: given ?? jsonText(tool.parameters, prompt) });
  }
  return callsInParallel ? calls : calls.slice(0, 1);
}

function offerOf(tools: readonly OfferedTool[]): string {
  return tools.length === 0 ? "there are none" : `there are ${tools.map(({ name }) => name).join(", ")}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON that fits a schema, made of the prompt's words. */
export function jsonText(schema: JsonSchema, prompt: string): string {
  return JSON.stringify(fittingValue(schema, wordsOf(prompt)));
}
