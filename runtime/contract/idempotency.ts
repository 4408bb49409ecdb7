import { Type } from "@sinclair/typebox";

/** Headers of `POST /chat`. */
export const ChatHeadersSchema = Type.Object({
  "Idempotency-Key": Type.Optional(
    Type.String({
      pattern: "^[\\x21-\\x7e]{1,255}$",
      description: "Chosen by the caller: a second POST with it is the same turn, not another one.",
    }),
  ),
});
