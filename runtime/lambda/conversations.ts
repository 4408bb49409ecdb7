import {
  ConversationPatchSchema,
  MessagePageQuerySchema,
  PageQuerySchema,
  StopQuerySchema,
  type StopResponse,
} from "../contract/conversation";
import { limits } from "../contract/limits";
import { FeedbackRequestSchema } from "../contract/message";
import { Problem } from "../contract/problem";
import type { Me } from "../contract/user";
import type { Logger, PresetStore } from "../ports";
import { type Answer, emptyAnswer, requestIdOf } from "./answer";
import { callerOf } from "./caller";
import { type ImportPorts, importConversation, importMessages } from "./import-routes";
import { presetRoutes } from "./preset-routes";
import { readBody, readQuery } from "./request";
import { routedHandler } from "./routed-handler";
import { json, type Routes } from "./routes";
import { type UsagePorts, usageRoutes, type UsageSettings } from "./usage-routes";

export { createDynamoFileRecords } from "../adapters/dynamo-file-records";
export { createDynamoProfileStore } from "../adapters/dynamo-profile-store";
export { createDynamoUsageStore } from "../adapters/dynamo-usage-store";
export { createJsonLogger } from "../adapters/json-logger";
export { createNewId } from "../adapters/new-id";
export { createS3FileRemoval } from "../adapters/s3-file-removal";
export { createS3FileStore } from "../adapters/s3-file-store";
export { createConversationFiles } from "../core/file-removal";
export { createStores } from "./stores";

export interface ConversationsPorts extends ImportPorts, UsagePorts {
  presets: PresetStore;
  logger: Logger;
}

/** Every route but `POST /chat`, which only streams are for: the conversations, the presets, `/me` and `/health`. */
export function createConversations(ports: ConversationsPorts, settings: UsageSettings) {
  return routedHandler(routesOf(ports, settings), ports.logger);
}

/** All routes. Of those that API Gateway sends elsewhere, any other method is told here what is allowed. */
export function routesOf(ports: ConversationsPorts, settings: UsageSettings): Routes<Answer> {
  return {
    ...conversationRoutes(ports),
    ...messageRoutes(ports),
    ...presetRoutes(ports.presets),
    ...usageRoutes(ports, settings),
    "/me": { GET: json((event) => whoIs(callerOf(event).owner, ports.profiles)) },
    "/health": { GET: json(async () => ({ status: "ok" })) },
    "/openapi.json": { GET: elsewhere },
    "/chat": { POST: elsewhere },
  };
}

async function whoIs(id: string, profiles: UsagePorts["profiles"]): Promise<Me> {
  const { isAdmin } = await profiles.getProfile(id);
  return { user: { id, isAdmin } };
}

const elsewhere = json(() => Promise.reject(new Error("this route is wired to the wrong function")));

function conversationRoutes(ports: ImportPorts): Routes<Answer> {
  const { store } = ports;
  return {
    "/conversations": {
      GET: json((event) => {
        const { limit = limits.pageSizeDefault, ...page } = readQuery(event, PageQuerySchema);
        return store.listConversations(callerOf(event).owner, { ...page, limit });
      }),
      POST: importConversation(ports),
    },
    "/conversations/{id}": {
      GET: json((event, [id = ""]) => store.getConversation(callerOf(event).owner, id)),
      PATCH: json((event, [id = ""]) => {
        const { settings, ...patch } = readBody(event, ConversationPatchSchema);
        // None at all are the same as no settings.
        const kept = settings && Object.keys(settings).length === 0 ? null : settings;
        const changes = settings === undefined ? patch : { ...patch, settings: kept };
        return store.updateConversation(callerOf(event).owner, id, changes);
      }),
      DELETE: async (event, [id = ""]) => {
        const { owner } = callerOf(event);
        // Deleted all the same when it is not there: a deletion that was cut short is then finished.
        const missing = await store.getConversation(owner, id).then(
          () => undefined,
          (error: unknown) => notFoundOr(error),
        );
        await store.deleteConversation(owner, id);
        if (missing) throw missing;
        return emptyAnswer(requestIdOf(event));
      },
    },
    "/conversations/{id}/stop": {
      POST: json(async (event, [id = ""]): Promise<StopResponse> => ({
        stopping: await store.requestStop(
          callerOf(event).owner,
          id,
          readQuery(event, StopQuerySchema).messageId,
        ),
      })),
    },
  };
}

function messageRoutes(ports: ImportPorts): Routes<Answer> {
  const { store } = ports;
  return {
    "/conversations/{id}/messages": {
      GET: json((event, [id = ""]) => {
        const { limit = limits.pageSizeDefault, cursor } = readQuery(event, MessagePageQuerySchema);
        return store.listMessages(callerOf(event).owner, id, { limit, cursor });
      }),
      POST: importMessages(ports),
    },
    "/conversations/{id}/messages/{mid}": {
      GET: json((event, [id = "", mid = ""]) => store.getMessage(callerOf(event).owner, id, mid)),
    },
    "/conversations/{id}/messages/{mid}/feedback": {
      PUT: json((event, [id = "", mid = ""]) =>
        store.setFeedback(callerOf(event).owner, id, mid, readBody(event, FeedbackRequestSchema)),
      ),
    },
  };
}

function notFoundOr(error: unknown): Problem {
  if (error instanceof Problem && error.code === "not_found") return error;
  throw error;
}
