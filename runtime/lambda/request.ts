import type { Static, TSchema } from "@sinclair/typebox";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { limits } from "../contract/limits";
import { Problem } from "../contract/problem";
import { check } from "./validation";

/** A header's value, whatever the case of its name: API Gateway passes names on as they were sent. */
export function headerOf(
  headers: Record<string, string | undefined> | null,
  name: string,
): string | undefined {
  const entry = Object.entries(headers ?? {}).find(([sent]) => sent.toLowerCase() === name);
  return entry?.[1];
}

/**
 * The JSON body. Its content type is not looked at: `curl -d` sends another one, and means JSON all the same.
 *
 * @throws Problem `too_large` or `bad_request`.
 */
export function readBody<T extends TSchema>(event: APIGatewayProxyEvent, schema: T): Static<T> {
  const bytes = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (bytes.length > limits.bodyBytes) {
    throw new Problem(
      "too_large",
      `body: has ${bytes.length} bytes; at most ${limits.bodyBytes} are allowed.`,
    );
  }
  return check(schema, parseJson(bytes.toString("utf8")), "body");
}

/** What of a query is a number. */
const numbers = ["limit", "days"];

/** The query, with what looks like a whole number, where one is wanted, made one. */
export function readQuery<T extends TSchema>(event: APIGatewayProxyEvent, schema: T): Static<T> {
  const entries = Object.entries(event.queryStringParameters ?? {});
  const query = entries.map(([name, value]) => {
    const isNumber = numbers.includes(name) && value !== undefined && /^-?\d{1,9}$/.test(value);
    return [name, isNumber ? Number(value) : value];
  });
  return check(schema, Object.fromEntries(query), "query");
}

/** What a path says: API Gateway may hand it on as it was sent. */
export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function parseJson(text: string): unknown {
  if (text.trim() === "") throw new Problem("bad_request", "body: is empty; a JSON value must be there.");
  try {
    return JSON.parse(text, storable);
  } catch (error) {
    // The parser itself takes any depth; what then looks at each value does not.
    if (error instanceof RangeError) throw new Problem("bad_request", "body: is nested too deeply.");
    // The parser quotes the text around the fault; only its place is told.
    const place = error instanceof Error ? /at position \d+/.exec(error.message)?.[0] : undefined;
    throw new Problem("bad_request", `body: is not valid JSON${place ? ` (${place})` : ""}.`);
  }
}

/** Far from the smallest number that DynamoDB knows, and still nothing to anybody. */
const smallest = 1e-100;

/**
 * In place of what no key and no item can hold: half of a surrogate pair, `"\ud83d"`, which JSON can write and is no
 * text, and numbers closer to zero than DynamoDB knows. They do not become zero: where a whole number is wanted they are none.
 */
function storable(_name: string, value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  const isTiny = typeof value === "number" && value !== 0 && Math.abs(value) < smallest;
  return isTiny ? Math.sign(value) * smallest : value;
}
