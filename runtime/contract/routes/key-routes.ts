import type { ApiRoute } from "../api-route";
import { examples } from "../examples";
import { KeyListQuerySchema, KeyListSchema, KeyRequestSchema, NewKeySchema } from "../key";
import { KeyIdSchema } from "../path-id";

const { key } = examples;
const tag = "Keys";

/** Keys of people: for scripts, and for signing in. */
export const keyRoutes: ApiRoute[] = [
  {
    method: "GET",
    path: "/keys",
    operation: "listKeys",
    tag,
    summary: "The caller's keys, newest first; for an admin, everybody's by owner",
    description: [
      "One's own come all at once. With `everyone=true` they come in pages: give `cursor` back for the next one.",
      "`limit` and `cursor` go with `everyone=true` only.",
    ].join("\n"),
    query: KeyListQuerySchema,
    answers: {
      200: {
        description: "Keys, none of which is told itself.",
        schema: KeyListSchema,
        example: { keys: [key] },
      },
    },
  },
  {
    method: "POST",
    path: "/keys",
    operation: "makeKey",
    tag,
    summary: "Makes a key, and tells it this once",
    description: [
      "All keys of an owner see the same conversations and share what the owner may use. An admin may make keys for others:",
      "whoever gets one is that person, also when they sign in to the page with it.",
    ].join(" "),
    body: {
      schema: KeyRequestSchema,
      examples: {
        "For oneself": { name: key.name },
        "For somebody else": { name: key.name, owner: "ann@example.com" },
      },
    },
    answers: {
      201: {
        description: "The key.",
        schema: NewKeySchema,
        example: { ...key, lastUsedAt: undefined, key: "pk_an-example-that-opens-nothing-Zk3q" },
      },
    },
    problems: ["conflict"],
  },
  {
    method: "DELETE",
    path: "/keys/{id}",
    operation: "revokeKey",
    tag,
    summary: "Revokes a key: the caller's own or, by an admin, anybody's",
    description: "What calls with it, and who signed in with it, is refused within a minute.",
    parameters: { id: KeyIdSchema },
    answers: { 204: { description: "It is revoked." } },
    problems: ["not_found", "conflict"],
  },
];
