import type { ServerResponse } from "node:http";
import { alphanumeric, lowerAlphanumeric, randomText } from "../random-id";
import { AwsError, type CloudContext, type Props, type ServiceRequest } from "../service";
import type { ApiDefinition } from "./api-definition";
import type { MadeKeys } from "./made-keys";

/** AWS's own bounds of a key's value, in characters. */
const valueChars = { least: 20, most: 128 };

export interface ControlPlanePorts {
  definition: ApiDefinition;
  made: MadeKeys;
  context: CloudContext;
  /** In ms since 1970. */
  now: () => number;
}

/**
 * The calls of API Gateway's SDK: `CreateApiKey`, `CreateUsagePlanKey` and `DeleteUsagePlanKey`. IAM knows them by
 * their HTTP method: `apigateway:POST` on what they add to, `apigateway:DELETE` on what they take away.
 */
export function createControlPlane(ports: ControlPlanePorts) {
  return async (request: ServiceRequest, response: ServerResponse): Promise<void> => {
    const path = request.url.split("?")[0] ?? "/";
    const run = operationOf(request.method, path, ports);
    const { iam, place } = ports.context;
    const resource = `arn:aws:apigateway:${place.region}::${decodeURIComponent(path)}`;
    iam.authorize(request.caller, [{ action: `apigateway:${request.method}`, resource }]);
    const answer = run(readInput(request.body));
    const body = Buffer.from(answer ? JSON.stringify(answer) : "");
    response.writeHead(answer ? 201 : 202, {
      "content-type": "application/json",
      "content-length": body.length,
    });
    response.end(body);
  };
}

/** Answers what was made, or nothing. */
type Run = (input: Props) => Props | undefined;

function operationOf(method: string, path: string, ports: ControlPlanePorts): Run {
  const [, planId, keyId] = /^\/usageplans\/([^/]+)\/keys(?:\/([^/]+))?$/.exec(path) ?? [];
  if (method === "POST" && path === "/apikeys") return (input) => createApiKey(ports, input);
  if (method === "POST" && planId && !keyId) return (input) => createUsagePlanKey(ports, planId, input);
  if (method === "DELETE" && planId && keyId) return () => deleteUsagePlanKey(ports, planId, keyId);
  throw new AwsError(
    "UnknownOperationException",
    `The embedded cloud's API Gateway has no operation '${method} ${path}'`,
    404,
  );
}

function createApiKey({ definition, made, now }: ControlPlanePorts, input: Props): Props {
  const { name, value = randomText(40, alphanumeric), enabled = false } = input;
  if (value.length < valueChars.least || value.length > valueChars.most) {
    throw new AwsError(
      "BadRequestException",
      `API Key value must have ${valueChars.least} to ${valueChars.most} characters`,
    );
  }
  if ([...definition.apiKeys.values()].some((key) => key.value === value))
    throw new AwsError("ConflictException", "API Key already exists", 409);
  const id = randomText(10, lowerAlphanumeric);
  const key = { id, name, value, enabled, createdDate: Math.floor(now() / 1000) };
  made.addKey(key);
  return { ...key, lastUpdatedDate: key.createdDate, stageKeys: [] };
}

function createUsagePlanKey(
  { definition, made }: ControlPlanePorts,
  usagePlanId: string,
  input: Props,
): Props {
  const { keyId, keyType } = input;
  if (keyType !== "API_KEY") throw new AwsError("BadRequestException", "Invalid key type, must be API_KEY");
  const key = definition.apiKeys.get(keyId);
  if (!definition.usagePlans.has(usagePlanId))
    throw new AwsError("NotFoundException", "Invalid Usage Plan identifier specified", 404);
  if (!key) throw new AwsError("NotFoundException", "Invalid API Key identifier specified", 404);
  if (definition.usagePlanKeys.has(`${usagePlanId}/${keyId}`))
    throw new AwsError("ConflictException", "The API Key is in this Usage Plan already", 409);
  made.addPlanKey({ keyId, usagePlanId });
  return { id: keyId, type: keyType, name: key.name, value: key.value };
}

function deleteUsagePlanKey(
  { definition, made }: ControlPlanePorts,
  planId: string,
  keyId: string,
): undefined {
  if (!definition.usagePlanKeys.has(`${planId}/${keyId}`))
    throw new AwsError("NotFoundException", "Invalid API Key identifier specified", 404);
  made.removePlanKey({ keyId, usagePlanId: planId });
}

function readInput(body: Buffer): Props {
  try {
    return JSON.parse(body.toString() || "{}");
  } catch {
    throw new AwsError("SerializationException", "The body is not JSON");
  }
}
