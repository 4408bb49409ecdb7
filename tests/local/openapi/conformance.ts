import { createParser } from "eventsource-parser";
import type { ValidateFunction } from "ajv";
import type { Answer, Operation } from "./document";
import type { RawAnswer } from "./raw-request";

/** Everything in which an answer is not as the document says. */
export function deviations(operation: Operation, { body, headers, status }: RawAnswer): string[] {
  const documented = operation.answers[status];
  if (!documented) return [`status ${status} is not documented: ${body.slice(0, 300)}`];
  const found = Object.entries(documented.headers).flatMap(([name, validate]) =>
    headers[name] === undefined
      ? []
      : faultsOf(validate, headers[name]).map((fault) => `${name} is ${fault}`),
  );
  return [...found, ...bodyDeviations(documented, status, headers, body)];
}

function bodyDeviations(
  { bodies }: Answer,
  status: number,
  headers: RawAnswer["headers"],
  body: string,
): string[] {
  const types = Object.keys(bodies);
  const type = headers["content-type"]?.split(";", 1)[0]?.trim() ?? "";
  if (types.length === 0) return body === "" ? [] : [`${status} must have no body, but has ${body}`];
  const validate = bodies[type];
  if (!validate) return [`${status} has the type ${type || "none"}; documented: ${types.join(", ")}`];
  return type === "text/event-stream" ? streamDeviations(validate, body) : jsonDeviations(validate, body);
}

function jsonDeviations(validate: ValidateFunction, text: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [`not JSON: ${text.slice(0, 300)}`];
  }
  return faultsOf(validate, value);
}

function faultsOf(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  const faults = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return [`${JSON.stringify(value).slice(0, 300)}: ${faults.join("; ")}`];
}

/** A stream of the API's own names its events, and begins and ends with certain ones; OpenAI's ends with `[DONE]`. */
function streamDeviations(validate: ValidateFunction, text: string): string[] {
  const found: string[] = [];
  const names: (string | undefined)[] = [];
  let last: { data: string; value: { error?: unknown } } = { data: "", value: {} };
  const parser = createParser({
    onEvent({ data, event }) {
      names.push(event);
      last = { data, value: data === "[DONE]" ? {} : (JSON.parse(data) as object) };
      if (data === "[DONE]") return;
      found.push(...faultsOf(validate, last.value));
      const { type } = last.value as { type?: string };
      if (event !== type) found.push(`event: ${event} carries ${data}`);
    },
  });
  parser.feed(text);
  const isOwn = names[0] === "started" && ["done", "error"].includes(names.at(-1) ?? "");
  const isOpenAis = names[0] === undefined && (last.data === "[DONE]" || last.value.error !== undefined);
  if (names.length === 0 || !(isOwn || isOpenAis)) {
    found.push(`the stream goes from ${names[0]} to ${names.at(-1)}, and ends with ${last.data}`);
  }
  return found;
}
