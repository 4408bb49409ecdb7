import { type Static, Type } from "@sinclair/typebox";
import { limits } from "./limits";
import { ListPlaceSchema } from "./list-place";
import { ownerPattern } from "./owner-pattern";

/** Whose a key is, as an admin names them: it has to fit into headers, logs and keys of the table as it is. */
export const OwnerSchema = Type.String({
  minLength: 1,
  maxLength: limits.ownerChars,
  pattern: ownerPattern,
  description: "lower-case letters, digits and . _ @ + -, beginning with a letter or digit.",
});

/** `POST /keys`: makes a key. */
export const KeyRequestSchema = Type.Object(
  {
    /** What its owner knows it by. */
    name: Type.String({
      minLength: 1,
      maxLength: limits.keyNameChars,
      pattern: "\\S",
      description: "a name that is more than spaces.",
    }),
    /** Only admins may name somebody else. @default - the caller */
    owner: Type.Optional(OwnerSchema),
  },
  { additionalProperties: false },
);
export type KeyRequest = Static<typeof KeyRequestSchema>;

/** What is told of a key when it has been made. */
export const KeySchema = Type.Object({
  id: Type.String(),
  owner: Type.String(),
  name: Type.String(),
  /** The last four characters, to recognise it by. */
  lastFour: Type.String(),
  createdAt: Type.String({ format: "date-time" }),
  /** To some minutes. @default - it was never used */
  lastUsedAt: Type.Optional(Type.String({ format: "date-time" })),
  /** `pulumi up` made it, and only that replaces it. @default false */
  isFromStack: Type.Optional(Type.Boolean()),
});
export type Key = Static<typeof KeySchema>;

/** The answer to `POST /keys`: the one time that the key itself is told. */
export const NewKeySchema = Type.Composite([KeySchema, Type.Object({ key: Type.String() })]);
export type NewKey = Static<typeof NewKeySchema>;

/** `GET /keys?everyone=true`: everybody's, for admins. These come in pages. */
export const KeyListQuerySchema = Type.Object(
  {
    everyone: Type.Optional(Type.Union([Type.Literal("true"), Type.Literal("false")])),
    ...ListPlaceSchema,
  },
  { additionalProperties: false },
);

/** `GET /keys`: all of the caller's, newest first; everybody's by owner, and `cursor` when more of them follow. */
export const KeyListSchema = Type.Object({
  keys: Type.Array(KeySchema),
  cursor: Type.Optional(Type.String()),
});
export type KeyList = Static<typeof KeyListSchema>;
