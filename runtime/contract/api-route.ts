import type { TObject, TSchema } from "@sinclair/typebox";
import type { ErrorCode } from "./problem";

/** One way in which a route answers when nothing is wrong. */
export interface RouteAnswer {
  description: string;
  /** Of the JSON body; none where the answer has no body. */
  schema?: TSchema;
  example?: unknown;
  /** That it carries, by name. */
  headers?: Record<string, TSchema>;
  /** Where the answer may also be server-sent events: what the `data:` of one holds, with an example of each kind. */
  events?: { schema: TSchema; description: string; examples: Record<string, unknown> };
}

/** One route of the API at the invoke URL, as the document tells it. */
export interface ApiRoute {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the invoke URL, parameters in braces: `/conversations/{id}`. */
  path: `/${string}`;
  /** What generated clients call it. */
  operation: string;
  /** One of the document's sections. */
  tag: string;
  summary: string;
  /** Markdown. */
  description?: string;
  /** Whether anybody may call it, without a key. */
  open?: boolean;
  /** Of each parameter in the path. */
  parameters?: Record<string, TSchema>;
  query?: TObject;
  /** Headers that mean something to this route, beside those of the key. */
  headers?: TObject;
  body?: { schema: TSchema; examples: Record<string, unknown> };
  /** By status. */
  answers: Record<number, RouteAnswer>;
  /** What may go wrong, beside what may with every route: see `problemsOf`. */
  problems?: ErrorCode[];
  /** The shape of its errors, with an example, where it is not the one of the API. */
  errors?: {
    schema: TSchema;
    example: (code: ErrorCode) => unknown;
    /** Where they differ from `errorCodes`. */
    statuses?: Partial<Record<ErrorCode, number>>;
  };
}

/** What may go wrong with a route. */
export function problemsOf({ open, body, query, problems = [] }: ApiRoute): ErrorCode[] {
  return [
    ...(body || query ? (["bad_request"] as const) : []),
    ...(open ? [] : (["unauthorized", "forbidden"] as const)),
    ...(body ? (["too_large"] as const) : []),
    ...problems,
    ...(open ? [] : (["too_many_requests", "internal", "timeout"] as const)),
  ];
}
