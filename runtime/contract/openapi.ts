import type { TObject, TSchema } from "@sinclair/typebox";
import { type ApiRoute, problemsOf, type RouteAnswer } from "./api-route";
import { apiRoutes } from "./api-routes";
import { ErrorBodySchema, errorMeanings } from "./error-body";
import { documented, documentedSchemas, type Json } from "./openapi-schemas";
import { type ErrorCode, errorCodes } from "./problem";
import { quotaHeaderSchemas } from "./quota-headers";

type JsonObject = { [key: string]: Json };

export interface OpenApiOptions {
  /** What the API is called. */
  title: string;
  /** The invoke URL, or a path on the host that the document comes from. */
  server: string;
}

const introduction = [
  "Every answer is JSON, but a reply that streams and an answer without a body. Every error has one shape, `Error`,",
  "and a message that says what was wrong, the value, and what is allowed; below `/v1` it has OpenAI's.",
  "Bad input changes nothing.",
  "",
  "A key travels as `Authorization: Bearer <key>` or as `x-api-key: <key>`. Nobody sees what is another's: an id of",
  "somebody else's is answered as one that never was.",
].join("\n");

const tags: Record<string, string> = {
  Chat: "One turn at a time, whole or while it is written.",
  OpenAI: "OpenAI's protocol: its clients work with `/v1` of the invoke URL as their base.",
  Conversations: "What was said is kept, until its owner deletes it.",
  Messages: "The messages of a conversation, a tree.",
  Files: "What turns are about: uploaded straight to the bucket, kept with their conversation.",
  Presets: "Settings under a name.",
  Keys: "For scripts, and for signing in to the page.",
  People: "Who has a key, and what they may do.",
  Usage: "What was used of what one may use.",
  Service: "The API itself, and who calls it.",
};

/** The whole API as an OpenAPI document, from the schemas that requests are checked with. */
export function openApiDocument({ title, server }: OpenApiOptions): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const route of apiRoutes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return {
    openapi: "3.1.0",
    info: { title, version: "1.0.0", description: introduction },
    servers: [{ url: server }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{ bearer: [] }, { apiKey: [] }],
    paths,
    components: {
      schemas: documentedSchemas(),
      responses: sharedResponses(),
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "`Authorization: Bearer <key>`" },
        apiKey: { type: "apiKey", in: "header", name: "x-api-key", description: "The same key." },
      },
    },
  };
}

function operationOf(route: ApiRoute): JsonObject {
  const { answers, body, description, open, operation, summary, tag } = route;
  const ways = Object.entries(answers).map(([status, answer]): [string, Json] => [status, answerOf(answer)]);
  return {
    operationId: operation,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    ...(open && { security: [] }),
    parameters: [
      ...Object.entries(route.parameters ?? {}).map(([name, schema]) =>
        parameter("path", name, schema, true),
      ),
      ...fieldsOf("query", route.query),
      ...fieldsOf("header", route.headers),
    ],
    ...(body && { requestBody: requestBody(body) }),
    responses: { ...Object.fromEntries(ways), ...problemResponses(route) },
  };
}

function fieldsOf(place: "query" | "header", fields: TObject | undefined): Json[] {
  return Object.entries(fields?.properties ?? {}).map(([name, schema]) =>
    parameter(place, name, schema, fields?.required?.includes(name) ?? false),
  );
}

function parameter(
  place: "path" | "query" | "header",
  name: string,
  schema: TSchema,
  required: boolean,
): Json {
  const { description, ...rest } = schema;
  return {
    name,
    in: place,
    ...(required && { required }),
    ...(description !== undefined && { description }),
    schema: documented(rest as TSchema),
  };
}

function requestBody({ schema, examples }: NonNullable<ApiRoute["body"]>): Json {
  return {
    required: true,
    content: { "application/json": { schema: documented(schema), examples: named(examples) } },
  };
}

function answerOf({ description, events, example, headers, schema }: RouteAnswer): Json {
  const content = {
    ...(schema && { "application/json": { schema: documented(schema), example: example as Json } }),
    ...(events && {
      "text/event-stream": { schema: documented(events.schema), examples: named(events.examples) },
    }),
  };
  return {
    description,
    ...(headers && { headers: headersOf(headers) }),
    ...(Object.keys(content).length > 0 && { content }),
  };
}

function headersOf(headers: Record<string, TSchema>): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).map(([name, { description, ...schema }]) => [
      name,
      { ...(description !== undefined && { description }), schema: documented(schema as TSchema) },
    ]),
  );
}

function problemResponses({ errors, ...route }: ApiRoute): JsonObject {
  const codes = [...new Set(problemsOf(route))];
  const statusOf = (code: ErrorCode) => errors?.statuses?.[code] ?? errorCodes[code];
  const statuses = [...new Set(codes.map(statusOf))].sort((one, other) => one - other);
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = codes.filter((code) => statusOf(code) === status);
      return [String(status), problemResponse(ofStatus, errors)];
    }),
  );
}

/** What stands once, as it is the same for many routes. */
function sharedResponses(): JsonObject {
  const own = apiRoutes.filter(({ errors }) => !errors);
  const codes = [...new Set(own.flatMap(problemsOf))];
  return Object.fromEntries(codes.map((code) => [code, describedProblem([code], ownErrors)]));
}

function problemResponse(codes: ErrorCode[], errors: ApiRoute["errors"]): Json {
  if (!errors && codes.length === 1) return { $ref: `#/components/responses/${codes[0]}` };
  return describedProblem(codes, errors ?? ownErrors);
}

function describedProblem(codes: ErrorCode[], errors: NonNullable<ApiRoute["errors"]>): Json {
  const headers = Object.assign({}, ...codes.map((code) => problemHeaders[code])) as JsonObject;
  const examples = Object.fromEntries(codes.map((code) => [code, { value: errors.example(code) as Json }]));
  return {
    description: codes.map((code) => errorMeanings[code].meaning).join(" "),
    ...(Object.keys(headers).length > 0 && { headers }),
    content: { "application/json": { schema: documented(errors.schema), examples } },
  };
}

const ownErrors: NonNullable<ApiRoute["errors"]> = {
  schema: ErrorBodySchema,
  example: (code) => ({
    error: { code, message: errorMeanings[code].message, requestId: "0f5d6c1e-7f0a-4d35-9b1c-3c9d5b8f2a64" },
  }),
};

const retryLater = {
  "Retry-After": { description: "Seconds to wait.", schema: { type: "string", pattern: "^\\d+$" } },
  "x-should-retry": {
    description: "`false` where that is more than a minute: OpenAI's clients then leave it.",
    schema: { type: "string", enum: ["true", "false"] },
  },
};
const overLimit = { ...retryLater, ...headersOf(quotaHeaderSchemas) };

const problemHeaders: Partial<Record<ErrorCode, JsonObject>> = {
  unauthorized: { "WWW-Authenticate": { schema: { type: "string", const: "Bearer" } } },
  too_many_requests: overLimit,
  storage_full: retryLater,
  too_many_waiting: retryLater,
  quota_exceeded: overLimit,
};

/** Examples by name, as the document wants them. */
function named(examples: Record<string, unknown>): JsonObject {
  return Object.fromEntries(
    Object.entries(examples).map(([summary, value]) => [
      summary.replaceAll(/[^\w.-]+/g, "-"),
      { summary, value: value as Json },
    ]),
  );
}
