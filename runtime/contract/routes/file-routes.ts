import type { ApiRoute } from "../api-route";
import { examples } from "../examples";
import {
  FileLinkSchema,
  FileListQuerySchema,
  FilePageSchema,
  FilePatchSchema,
  FileRequestSchema,
  FileSchema,
  NewFileSchema,
} from "../file";
import { FileIdSchema } from "../path-id";

const { file, upload } = examples;
const { name, type, size, conversationId } = file;
const tag = "Files";
const parameters = { id: FileIdSchema };

/** Files that turns are about. */
export const fileRoutes: ApiRoute[] = [
  {
    method: "GET",
    path: "/files",
    operation: "listFiles",
    tag,
    summary: "The caller's uploaded files, newest first",
    query: FileListQuerySchema,
    answers: {
      200: {
        description: "A page of them.",
        schema: FilePageSchema,
        example: { files: [file], usedBytes: size, limitBytes: 1_073_741_824 },
      },
    },
  },
  {
    method: "POST",
    path: "/files",
    operation: "uploadFile",
    tag,
    summary: "Asks to upload a file",
    description: [
      "Answers with a form: post its fields and, as the last one, `file` with the bytes to `upload.url`, within ten minutes.",
      "The bytes go straight to the bucket, which takes exactly as many as were told here, and of no other type.",
      "",
      "Then name the id in `files` of `POST /chat`. A file that no turn names is deleted after a day, one that never came twenty",
      "minutes after this request at the earliest. Bytes count from this request on, also those of a file that is deleted within its",
      "twenty minutes, in which its form might bring it back: they count until these are over.",
    ].join("\n"),
    body: { schema: FileRequestSchema, examples: { "A report": { name, type, size } } },
    answers: {
      201: { description: "Where to send it.", schema: NewFileSchema, example: { id: file.id, upload } },
    },
    problems: ["storage_full", "too_many_waiting"],
  },
  {
    method: "GET",
    path: "/files/{id}",
    operation: "getFile",
    tag,
    summary: "A file, and a link to its bytes",
    description:
      "The link opens to whoever has it, for five minutes. A browser saves what it gets, and never shows it.",
    parameters,
    answers: {
      200: {
        description: "The file.",
        schema: FileLinkSchema,
        example: { ...file, url: `${upload.url}${upload.fields.key}?X-Amz-Expires=300` },
      },
    },
    problems: ["not_found"],
  },
  {
    method: "PATCH",
    path: "/files/{id}",
    operation: "changeFile",
    tag,
    summary: "Gives a file another name, or to a conversation",
    parameters,
    body: {
      schema: FilePatchSchema,
      examples: {
        "Another name": { name: "Flour prices 2026.csv" },
        "Into a conversation": { conversationId },
      },
    },
    answers: { 200: { description: "As it is now.", schema: FileSchema, example: file } },
    problems: ["not_found", "conflict"],
  },
  {
    method: "DELETE",
    path: "/files/{id}",
    operation: "deleteFile",
    tag,
    summary: "Deletes a file",
    description: "Messages that name it go on to show its name.",
    parameters,
    answers: { 204: { description: "It is deleted." } },
    problems: ["not_found"],
  },
];
