import { createHash } from "node:crypto";
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from "aws-lambda";
import type { Clock, KeyStore, Logger } from "../ports";
import { createKeyCache, type KnownKey } from "./key-cache";
import { headerOf } from "./request";

export { createDynamoKeyStore } from "../adapters/dynamo-key-store";
export { createJsonLogger } from "../adapters/json-logger";

export interface AuthorizerPorts {
  keys: KeyStore;
  clock: Clock;
  logger: Logger;
}

/** API Gateway's keys have 20 to 128 characters; nothing longer is worth a hash. */
const maxKeyChars = 128;

/**
 * Lambda authorizer of type REQUEST: finds the caller by the key of `Authorization: Bearer …` or `x-api-key`, and with
 * it the usage plan. A missing or unknown key is answered 401 by API Gateway, which wants exactly this error for it.
 */
export function createAuthorizer(ports: AuthorizerPorts) {
  const keys = createKeyCache(ports.keys, ports.clock);
  return async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const key = keyOf(event);
    if (key === undefined) throw new Error("Unauthorized");
    const known = await findKey(keys, key, ports.logger);
    if (!known) throw new Error("Unauthorized");
    return allow(event.methodArn, known, key);
  };
}

async function findKey(keys: KeyStore, key: string, logger: Logger): Promise<KnownKey | undefined> {
  try {
    return await keys.findKey(createHash("sha256").update(key).digest("hex"));
  } catch (error) {
    logger.error({ error }, "the key could not be looked up");
    throw error;
  }
}

function keyOf({ headers }: APIGatewayRequestAuthorizerEvent): string | undefined {
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(headerOf(headers, "authorization") ?? "")?.[1];
  const key = bearer ?? headerOf(headers, "x-api-key");
  return key && key.length <= maxKeyChars ? key : undefined;
}

/** For every method and path: a key that is known may ask for all of them, and what it owns is decided behind. */
function allow(
  methodArn: string,
  { owner, actsForUsers }: KnownKey,
  key: string,
): APIGatewayAuthorizerResult {
  const [apiArn, stage] = methodArn.split("/");
  return {
    principalId: owner,
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: `${apiArn}/${stage}/*/*` }],
    },
    context: { owner, actsForUsers: String(actsForUsers) },
    usageIdentifierKey: key,
  };
}
