import type { APIGatewayProxyEvent } from "aws-lambda";
import { limits } from "../contract/limits";
import { Problem } from "../contract/problem";
import { type Answer, jsonAnswer, requestIdOf } from "./answer";

/** Answers a request; `parameters` are the `{…}` of its path, in order. */
export type RouteHandler<Result> = (event: APIGatewayProxyEvent, parameters: string[]) => Promise<Result>;

/** Handlers by path and method: `{ "/conversations/{id}": { GET: … } }`. */
export type Routes<Result> = Record<string, Partial<Record<string, RouteHandler<Result>>>>;

/** A path that is known, with a method that is not. `allow` goes into the header of that name. */
export class MethodNotAllowed extends Problem {
  constructor(
    method: string,
    readonly allow: string,
  ) {
    super("method_not_allowed", `${method} is not allowed here; allowed is ${allow}.`);
  }
}

/** A route that answers 200, or as `status` says, with what its handler returns. */
export function json(handler: RouteHandler<unknown>, status = 200): RouteHandler<Answer> {
  return async (event, parameters) =>
    jsonAnswer(status, await handler(event, parameters), requestIdOf(event));
}

/** @throws Problem `not_found` for an unknown path, {@link MethodNotAllowed} for a known one. */
export async function dispatch<Result>(routes: Routes<Result>, event: APIGatewayProxyEvent): Promise<Result> {
  const path = event.path.replace(/\/+$/, "");
  for (const [pattern, methods] of Object.entries(routes)) {
    const parameters = matchPath(pattern, path);
    if (!parameters) continue;
    const handler = Object.hasOwn(methods, event.httpMethod) ? methods[event.httpMethod] : undefined;
    if (!handler) throw new MethodNotAllowed(event.httpMethod, Object.keys(methods).join(", "));
    return handler(event, parameters);
  }
  throw new Problem(
    "not_found",
    "There is nothing at this path. GET /openapi.json tells what there is; OpenAI's protocol is below /v1.",
  );
}

/** The values of the `{…}` segments; undefined when the path is another one. An id that is too long matches none. */
function matchPath(pattern: string, path: string): string[] | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const parameters: string[] = [];
  for (const [index, segment] of given.entries()) {
    if (!wanted[index]?.startsWith("{")) {
      if (wanted[index] !== segment) return undefined;
    } else if (segment === "" || segment.length > limits.idChars) {
      return undefined;
    } else {
      parameters.push(segment);
    }
  }
  return parameters;
}
