import type { IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { type ErrorBody, Problem } from "../../contract/problem";
import type { UserApi } from "../user-api";

/** For whom the API is asked, and how the question is found in the logs. */
export interface Asker {
  user: string;
  requestId: string;
}

/**
 * Asks the API for one of its documents.
 *
 * @throws Problem the API's own refusal.
 */
export async function askApi<T>(
  userApi: UserApi,
  asker: Asker,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const sent = body && {
    headers: { "content-type": "application/json" },
    body: Buffer.from(JSON.stringify(body)),
  };
  const answer = await userApi.ask({ method, path, headers: {}, ...sent, ...asker });
  const status = answer.statusCode ?? 0;
  if (status < 200 || status > 299) throw await problemIn(answer);
  const told = await text(answer);
  return (told === "" ? undefined : JSON.parse(told)) as T;
}

/** What an answer says is wrong. */
export async function problemIn(answer: IncomingMessage): Promise<Problem> {
  const { code, message } = errorIn(await text(answer).catch(() => ""));
  return new Problem(code ?? "api_unreachable", message ?? `The chat's API answered ${answer.statusCode}.`);
}

function errorIn(body: string): Partial<ErrorBody["error"]> {
  try {
    return (JSON.parse(body) as Partial<ErrorBody>).error ?? {};
  } catch {
    return {};
  }
}
