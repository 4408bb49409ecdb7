import { type KeyList, KeyListQuerySchema, KeyRequestSchema, type NewKey } from "../contract/key";
import { limits } from "../contract/limits";
import { Problem } from "../contract/problem";
import { type KeyPorts, listAllKeys, listOwnKeys, makeKey, revokeKey } from "../core/keys";
import type { PeoplePorts } from "../core/people";
import type { Logger } from "../ports";
import { type Answer, emptyAnswer, requestIdOf } from "./answer";
import { callerOf } from "./caller";
import { peopleRoutes } from "./people-routes";
import { readBody, readQuery } from "./request";
import { routedHandler } from "./routed-handler";
import { json, type Routes } from "./routes";

export { createUsageKeys } from "../adapters/api-gateway-usage-keys";
export { createDynamoKeyBook } from "../adapters/dynamo-key-book";
export { createDynamoProfileStore } from "../adapters/dynamo-profile-store";
export { createJsonLogger } from "../adapters/json-logger";
export { createNewId } from "../adapters/new-id";
export { newSecret } from "../adapters/new-secret";

export interface KeysPorts extends KeyPorts, PeoplePorts {
  logger: Logger;
}

/** `/keys` and `/people`: a function of its own, so that no other may make keys and admins. */
export function createKeys(ports: KeysPorts) {
  return routedHandler(keyRoutesOf(ports), ports.logger);
}

export function keyRoutesOf(ports: KeysPorts): Routes<Answer> {
  return {
    ...peopleRoutes(ports),
    "/keys": {
      GET: json(async (event): Promise<KeyList> => {
        const { owner } = callerOf(event);
        const { everyone, limit, cursor } = readQuery(event, KeyListQuerySchema);
        if (everyone === "true") {
          return listAllKeys(ports, owner, { limit: limit ?? limits.pageSizeDefault, cursor });
        }
        const stray = limit === undefined ? cursor && "cursor" : "limit";
        if (stray) throw new Problem("bad_request", `${stray}: goes with everyone=true only.`);
        return { keys: await listOwnKeys(ports, owner) };
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
