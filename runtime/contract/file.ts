import { type Static, Type } from "@sinclair/typebox";
import { limits } from "./limits";
import { ListPlaceSchema } from "./list-place";

const FileId = Type.String({ description: "A ULID: sorts by the time the file was asked for." });
const Bytes = (description?: string) => Type.Integer({ minimum: 0, description });

/** What everybody knows of a file. */
const told = {
  id: FileId,
  name: Type.String({ description: "As its owner calls it, without any path." }),
  type: Type.String({ description: "What whoever uploaded it says it is." }),
  size: Bytes("Bytes."),
};

/** A file of the caller. */
export const FileSchema = Type.Object({
  ...told,
  createdAt: Type.String({ format: "date-time" }),
  conversationId: Type.Optional(
    Type.String({
      description:
        "The conversation it belongs to, and goes with. One that belongs to none is deleted after a day.",
    }),
  ),
});
export type File = Static<typeof FileSchema>;

/** A file as a message names it; it may be deleted since. */
export const MessageFileSchema = Type.Object(told, { additionalProperties: false });
export type MessageFile = Static<typeof MessageFileSchema>;

/** Which parts of a file a reply was made from. */
export const MessageSourceSchema = Type.Object(
  {
    fileId: Type.String({ maxLength: limits.idChars }),
    name: Type.String({ maxLength: limits.fileNameChars }),
    parts: Type.Array(Type.String({ maxLength: 200 }), {
      maxItems: 1_000,
      description:
        "In the order of the file: `page 12`, `rows 1–400`, `lines 1–80`; `image`; `no text` of a file that says nothing.",
    }),
  },
  { additionalProperties: false },
);
export type MessageSource = Static<typeof MessageSourceSchema>;

const Name = Type.String({
  minLength: 1,
  maxLength: limits.fileNameChars,
  description: "Of a path only the last part is kept.",
});

/** `POST /files`: what is to be uploaded. */
export const FileRequestSchema = Type.Object(
  {
    name: Name,
    type: Type.String({
      maxLength: limits.fileTypeChars,
      pattern: "^[A-Za-z0-9][\\w!#$&^.+-]*/[A-Za-z0-9][\\w!#$&^.+-]*$",
      description: "a media type without parameters, as application/pdf.",
    }),
    size: Bytes("Bytes, exactly as many as will be sent."),
  },
  { additionalProperties: false },
);
export type FileRequest = Static<typeof FileRequestSchema>;

/** The answer to it: a form of which the file's bytes have to be the last field, `file`. It holds for ten minutes. */
export const NewFileSchema = Type.Object({
  id: FileId,
  upload: Type.Object({
    url: Type.String({ description: "Where to POST the form to, as multipart/form-data." }),
    fields: Type.Record(Type.String(), Type.String(), { description: "Fields of the form, as they are." }),
  }),
});
export type NewFile = Static<typeof NewFileSchema>;

/** `PATCH /files/{id}`: only what is given changes. */
export const FilePatchSchema = Type.Object(
  {
    name: Type.Optional(Name),
    conversationId: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: limits.idChars,
        description: "The caller's conversation that the uploaded file is to belong to from now on.",
      }),
    ),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type FilePatch = Static<typeof FilePatchSchema>;

/** `GET /files/{id}`: the file, and where its bytes are. */
export const FileLinkSchema = Type.Composite([
  FileSchema,
  Type.Object({
    url: Type.String({ description: "Opens to whoever has it, for five minutes; saved, never shown." }),
  }),
]);
export type FileLink = Static<typeof FileLinkSchema>;

/** Query of `GET /files`. */
export const FileListQuerySchema = Type.Object(ListPlaceSchema, { additionalProperties: false });

/**
 * `GET /files`: those that were uploaded, newest first. A page may be short although more follows, in rare cases empty:
 * only `cursor` tells.
 */
export const FilePageSchema = Type.Object({
  files: Type.Array(FileSchema),
  cursor: Type.Optional(Type.String()),
  usedBytes: Bytes(
    "Of all the caller's files, those that are being uploaded too. An upload may be refused although they leave room: see POST /files.",
  ),
  limitBytes: Bytes("What the caller may have."),
});
export type FilePage = Static<typeof FilePageSchema>;

/** What the operator allows. */
export const FileLimitsSchema = Type.Object(
  {
    maxFileBytes: Bytes("Of one file."),
    maxPerTurn: Type.Integer({ minimum: 1, description: "Files in one turn." }),
    maxPersonBytes: Bytes("Of all files of a person."),
    seesImages: Type.Boolean({ description: "Whether the model takes images." }),
  },
  { additionalProperties: false },
);
export type FileLimits = Static<typeof FileLimitsSchema>;
