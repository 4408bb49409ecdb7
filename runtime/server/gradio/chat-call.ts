import { Problem } from "../../contract/problem";
import { chatIndex } from "./api-document";

/** What a client asks `/chat`. Only the message is looked at here; the API knows what may stand in the others. */
export interface ChatCall {
  text: string;
  files: unknown[];
  system?: unknown;
  temperature?: unknown;
  maxTokens?: unknown;
}

const names = ["message", "system_prompt", "temperature", "max_tokens"] as const;

/**
 * Reads `data`, the values in their order. Gradio's clients send null in the second place, for the state; people who
 * write the JSON themselves leave it out.
 *
 * @throws Problem `bad_request`.
 */
export function callOfData(data: unknown): ChatCall {
  if (!Array.isArray(data)) throw new Problem("bad_request", "data: must be a list of values.");
  const values: unknown[] = hasState(data) ? data.toSpliced(1, 1) : data;
  if (values.length > names.length) {
    throw new Problem("bad_request", `data: has ${data.length} values; known are ${names.join(", ")}.`);
  }
  return callOf(Object.fromEntries(names.map((name, index) => [name, values[index]])));
}

/** A system prompt is left out with null as well: then the number after it tells. */
function hasState(data: unknown[]): boolean {
  return data.length > names.length || (data.length > 1 && data[1] === null && typeof data[2] !== "number");
}

/**
 * Reads values by their names.
 *
 * @throws Problem `bad_request`.
 */
export function callOfNames(values: Record<string, unknown>): ChatCall {
  for (const name of Object.keys(values)) {
    if (name !== "session_hash" && !(names as readonly string[]).includes(name)) {
      throw new Problem("bad_request", `${name}: is not known; known are ${names.join(", ")}.`);
    }
  }
  return callOf(values);
}

function callOf(values: Record<string, unknown>): ChatCall {
  return {
    ...messageOf(values["message"]),
    system: values["system_prompt"] ?? undefined,
    temperature: values["temperature"] ?? undefined,
    maxTokens: values["max_tokens"] ?? undefined,
  };
}

function messageOf(message: unknown): Pick<ChatCall, "text" | "files"> {
  if (typeof message === "string") return { text: message, files: [] };
  const { text = "", files } = (message ?? {}) as { text?: unknown; files?: unknown };
  const listed = files ?? [];
  const isGiven = typeof message === "object" && message !== null;
  if (!isGiven || typeof text !== "string" || !Array.isArray(listed)) {
    throw new Problem("bad_request", "message: must be a text, or an object with text and a list of files.");
  }
  return { text, files: listed };
}

/** @throws Problem `not_found` for any other endpoint. */
export function requireChat(endpoint: unknown): void {
  if (endpoint === chatIndex || endpoint === "chat") return;
  throw new Problem("not_found", `There is no endpoint ${JSON.stringify(endpoint) ?? ""}; there is /chat.`);
}

/** The API's words name its own fields; these are what a caller here wrote. */
export function inCallersWords(message: string): string {
  return message.replace(/^maxTokens:/, "max_tokens:").replace(/^system:/, "system_prompt:");
}
