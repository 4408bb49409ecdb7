import { Type } from "@sinclair/typebox";
import { type ErrorBody, type ErrorCode, errorCodes } from "./problem";

const codes = Object.keys(errorCodes) as ErrorCode[];

/** The body of every error answer, in the API's own shape. */
export const ErrorBodySchema = Type.Unsafe<ErrorBody>(
  Type.Object({
    error: Type.Object({
      code: Type.Union(codes.map((code) => Type.Literal(code))),
      message: Type.String({ description: "What was wrong, the value, and what is allowed." }),
      requestId: Type.String({ description: "Found in the logs: tell it when you ask for help." }),
    }),
  }),
);

/** What each error means to a caller, with the message of one. */
export const errorMeanings: Record<ErrorCode, { meaning: string; message: string }> = {
  bad_request: {
    meaning: "Something in the request is not as it must be. Nothing has changed.",
    message: "temperature: is 9; the most allowed is 2.",
  },
  unauthorized: {
    meaning: "The key is missing or not known.",
    message: "An API key is missing or not known. Send it as 'Authorization: Bearer <key>'.",
  },
  forbidden: { meaning: "This key may not do that.", message: "This key may not do that." },
  not_found: {
    meaning: "There is no such thing, or it is somebody else's.",
    message: "There is no such conversation.",
  },
  method_not_allowed: {
    meaning: "The path is known, the method is not.",
    message: "PUT is not allowed here; allowed is POST.",
  },
  conflict: {
    meaning: "It cannot be done as things stand.",
    message: "presets: there are 50; at most 50 are allowed. Delete one first.",
  },
  storage_full: {
    meaning:
      "All that the caller may store is used. Where only uploads are in the way that are deleted or have not come, and count for some minutes still, `Retry-After` says in how many seconds to try again.",
    message:
      "size: is 100 bytes; of 1073741824 that all your files may have, 1073741824 are used. Delete some first.",
  },
  too_large: {
    meaning: "The body is too large.",
    message: "body: has 2000001 bytes; at most 2000000 are allowed.",
  },
  too_many_requests: {
    meaning: "Over a limit of the key's plan: `Retry-After` says in how many seconds to try again.",
    message: "Too many requests at once for this key. Try again in a second.",
  },
  too_many_waiting: {
    meaning:
      "Too many uploads are not used yet: `Retry-After` says in how many seconds the first of them may go. One that never came, or is deleted, goes twenty minutes after it was asked for; one that is used, at once.",
    message:
      "files: 200 wait to be used in a conversation; at most 200 may. One that is used makes room at once, one that never came or is deleted twenty minutes after it was asked for. Try again in 20 minutes.",
  },
  quota_exceeded: {
    meaning:
      "All of a limit's requests or tokens are used; they come back in as many seconds as `Retry-After` says.",
    message: "tokensPerDay: 100412 of 100000 tokens are used. They come back at 2026-11-24 00:00 UTC.",
  },
  internal: {
    meaning: "Something went wrong on the server's side. It may be tried again.",
    message: "Something went wrong here. Try again; if it stays, tell the request id.",
  },
  model_error: { meaning: "The model failed.", message: "The model failed. Try again." },
  api_unreachable: { meaning: "The API cannot be reached.", message: "The chat's API cannot be reached." },
  model_unavailable: {
    meaning: "The model is not there now.",
    message: "The model is not available now. Try again in a minute.",
  },
  timeout: { meaning: "The answer took too long.", message: "The answer took too long." },
};
