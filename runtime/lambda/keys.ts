import { type KeyList, KeyListQuerySchema, KeyRequestSchema, type NewKey } from "../contract/key";
import { type KeyPorts, listAllKeys, listOwnKeys, makeKey, revokeKey } from "../core/keys";
import type { Logger } from "../ports";
import { type Answer, emptyAnswer, requestIdOf } from "./answer";
import { callerOf } from "./caller";
import { readBody, readQuery } from "./request";
import { routedHandler } from "./routed-handler";
import { json, type Routes } from "./routes";

export { createUsageKeys } from "../adapters/api-gateway-usage-keys";
export { createDynamoKeyBook } from "../adapters/dynamo-key-book";
export { createDynamoProfileStore } from "../adapters/dynamo-profile-store";
export { createJsonLogger } from "../adapters/json-logger";
export { createNewId } from "../adapters/new-id";
export { newSecret } from "../adapters/new-secret";

export interface KeysPorts extends KeyPorts {
  logger: Logger;
}

/** `/keys`: a function of its own, so that no other may make keys. */
export function createKeys(ports: KeysPorts) {
  return routedHandler(keyRoutesOf(ports), ports.logger);
}

export function keyRoutesOf(ports: KeysPorts): Routes<Answer> {
  return {
    "/keys": {
      GET: json(async (event): Promise<KeyList> => {
        const { everyone } = readQuery(event, KeyListQuerySchema);
        const { owner } = callerOf(event);
        return { keys: await (everyone === "true" ? listAllKeys : listOwnKeys)(ports, owner) };
      }),
      POST: json(
        (event): Promise<NewKey> => makeKey(ports, callerOf(event).owner, readBody(event, KeyRequestSchema)),
        201,
      ),
    },
    "/keys/{id}": {
      DELETE: async (event, [id = ""]) => {
        await revokeKey(ports, callerOf(event).owner, id);
        return emptyAnswer(requestIdOf(event));
      },
    },
  };
}
