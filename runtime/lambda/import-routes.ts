import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Conversation } from "../contract/conversation";
import { ConversationImportSchema, MessageImportSchema } from "../contract/conversation-import";
import { importedDates, importedMessages, outsideParents } from "../core/conversation-import";
import { withOwnFiles } from "../core/imported-files";
import type { FileRecords } from "../file-ports";
import type { Clock, ConversationStore, NewId } from "../ports";
import { type Answer, emptyAnswer, requestIdOf } from "./answer";
import { callerOf } from "./caller";
import { readBody } from "./request";
import { json, type RouteHandler } from "./routes";

export interface ImportPorts {
  store: ConversationStore;
  files: Pick<FileRecords, "getFile">;
  clock: Clock;
  newId: NewId;
}

/** `POST /conversations`: what was exported, under an id of its own. */
export function importConversation({ store, files, clock, newId }: ImportPorts): RouteHandler<Answer> {
  return json(async (event: APIGatewayProxyEvent): Promise<Conversation> => {
    const { owner } = callerOf(event);
    const { messages, title, pinned = false, settings, ...dates } = readBody(event, ConversationImportSchema);
    const conversation: Conversation = {
      id: newId(),
      title,
      ...importedDates(dates, clock()),
      pinned,
      ...(settings && Object.keys(settings).length > 0 && { settings }),
    };
    const imported = importedMessages(messages, new Map(), conversation.id, clock());
    await store.importConversation(owner, conversation, await withOwnFiles(files, owner, imported));
    return conversation;
  }, 201);
}

/** `POST /conversations/{id}/messages`: more of it. */
export function importMessages({ store, files, clock }: ImportPorts): RouteHandler<Answer> {
  return async (event, [id = ""]) => {
    const { owner } = callerOf(event);
    const { messages } = readBody(event, MessageImportSchema);
    const stored = await store.rolesOf(owner, id, outsideParents(messages));
    const imported = importedMessages(messages, stored, id, clock());
    await store.importMessages(owner, id, await withOwnFiles(files, owner, imported));
    return emptyAnswer(requestIdOf(event));
  };
}
