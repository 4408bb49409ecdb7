import { createHash } from "node:crypto";
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from "aws-lambda";
import type { KnownKey } from "../access-ports";
import { createKeyCache } from "./key-cache";
import { createKeyUse, type KeyUsePorts } from "./key-use";
import { headerOf } from "./request";

export { createDynamoKeyStore } from "../adapters/dynamo-key-store";
export { createJsonLogger } from "../adapters/json-logger";
export { systemWait } from "../adapters/system-clock";

export type AuthorizerPorts = KeyUsePorts;

/** Ours have 46 characters, those that API Gateway made 40; nothing much longer is worth a hash. */
const maxKeyChars = 128;

/**
 * Lambda authorizer of type REQUEST: finds the caller by the key of `Authorization: Bearer …` or `x-api-key`, and with
 * it the usage plan. A missing or unknown key is answered 401 by API Gateway, which wants exactly this error for it.
 */
export function createAuthorizer(ports: AuthorizerPorts) {
  const cache = createKeyCache(ports.keys, ports.clock);
  const noteUse = createKeyUse(ports);

  async function findKey(key: string): Promise<KnownKey | undefined> {
    try {
      return await cache.findKey(createHash("sha256").update(key).digest("hex"));
    } catch (error) {
      ports.logger.error({ error }, "the key could not be looked up");
      throw error;
    }
  }

  return async (event: APIGatewayRequestAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
    const key = keyOf(event);
    if (key === undefined) throw new Error("Unauthorized");
    const known = await findKey(key);
    if (!known) throw new Error("Unauthorized");
    await noteUse(known);
    return allow(event.methodArn, known, key);
  };
}

function keyOf({ headers }: APIGatewayRequestAuthorizerEvent): string | undefined {
  const bearer = /^bearer\s+(\S+)\s*$/i.exec(headerOf(headers, "authorization") ?? "")?.[1];
  const key = bearer ?? headerOf(headers, "x-api-key");
  return key && key.length <= maxKeyChars ? key : undefined;
}

/** For every method and path: a key that is known may ask for all of them, and what it owns is decided behind. */
function allow(
  methodArn: string,
  { owner, actsForUsers, usageKey }: KnownKey,
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
    // A key that was stored before owners were counted together is in a plan itself.
    usageIdentifierKey: usageKey ?? key,
  };
}
