import { Type } from "@sinclair/typebox";
import { limits } from "./limits";

const length = { minLength: 1, maxLength: limits.idChars };

/** `{id}` of a conversation in a path. One that never was, or is somebody else's, is answered 404. */
export const ConversationIdSchema = Type.String({ ...length, description: "The conversation's id." });

/** `{id}` of a file in a path. */
export const FileIdSchema = Type.String({ ...length, description: "The file's id." });

/** `{id}` of a key in a path. */
export const KeyIdSchema = Type.String({ ...length, description: "The key's id." });

/** `{mid}` in a path. */
export const MessageIdSchema = Type.String({ ...length, description: "The message's id." });
