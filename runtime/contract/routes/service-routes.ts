import { Type } from "@sinclair/typebox";
import type { ApiRoute } from "../api-route";
import { MeSchema } from "../user";

/** What the API says about itself and about who calls. */
export const serviceRoutes: ApiRoute[] = [
  {
    method: "GET",
    path: "/me",
    operation: "whoAmI",
    tag: "Service",
    summary: "Whose key it is",
    answers: {
      200: {
        description: "The caller.",
        schema: MeSchema,
        example: { user: { id: "owner", isAdmin: true } },
      },
    },
  },
  {
    method: "GET",
    path: "/health",
    operation: "health",
    tag: "Service",
    summary: "Whether the API can be reached",
    open: true,
    answers: {
      200: {
        description: "It can.",
        schema: Type.Object({ status: Type.Literal("ok") }),
        example: { status: "ok" },
      },
    },
  },
  {
    method: "GET",
    path: "/openapi.json",
    operation: "describe",
    tag: "Service",
    summary: "This document",
    open: true,
    answers: {
      200: {
        description: "An OpenAPI document, version 3.1.",
        schema: Type.Object(
          { openapi: Type.String({ pattern: "^3\\.1\\." }) },
          { additionalProperties: true },
        ),
        example: { openapi: "3.1.0" },
      },
    },
  },
];
