import { randomBytes } from "node:crypto";
import {
  APIGatewayClient,
  ConflictException,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  NotFoundException,
} from "@aws-sdk/client-api-gateway";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { ProfileStore, UsageKeys } from "../access-ports";
import type { Wait } from "../ports";
import { createDynamoClient } from "./dynamo-client";
import { isConditionFailure } from "./dynamo-errors";
import { keys } from "./dynamo-keys";
import { updateOf } from "./dynamo-update";
import { systemWait } from "./system-clock";

export interface UsageKeysOptions {
  tableName: string;
  profiles: ProfileStore;
  /** Of those who have none. */
  firstTier: string;
  /** @default - a client with the environment's region, credentials and endpoint */
  client?: DynamoDBDocumentClient;
  /** @default - a client with the environment's region, credentials and endpoint */
  gateway?: APIGatewayClient;
  /** @default - it really waits */
  wait?: Wait;
}

/** API Gateway adds one key to a plan at a time in an account, and refuses others meanwhile. */
const attempts = 5;
const firstPauseMs = 250;

/**
 * For each owner one API Gateway key, whose value is no secret: the authorizer knows a caller by another, and says this
 * one. Its id and value are kept in the table, so that it is made once; a call that is cut short leaves at most one
 * that counts nothing. Needs `apigateway:POST` on the keys and on each plan's keys, `apigateway:DELETE` on the latter,
 * `dynamodb:GetItem`, `dynamodb:PutItem` and `dynamodb:UpdateItem`.
 */
export function createUsageKeys(options: UsageKeysOptions): UsageKeys {
  const { tableName: TableName, profiles, firstTier } = options;
  const { client = createDynamoClient(), gateway = createGatewayClient(), wait = systemWait } = options;

  async function read(key: { pk: string; sk: string }): Promise<Record<string, unknown> | undefined> {
    return (await client.send(new GetCommand({ TableName, Key: key, ConsistentRead: true }))).Item;
  }

  async function planOf(tier: string): Promise<string> {
    // A tier that is no longer offered leaves its people in the first one.
    const plan = (await read(keys.plan(tier))) ?? (await read(keys.plan(firstTier)));
    if (typeof plan?.["planId"] !== "string") throw new Error(`There is no usage plan of tier ${tier}.`);
    return plan["planId"];
  }

  async function join(keyId: string, usagePlanId: string): Promise<void> {
    for (let tried = 1; ; tried++) {
      try {
        await gateway.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" }));
        return;
      } catch (error) {
        if (!(error instanceof ConflictException) || tried === attempts) throw error;
        await wait(firstPauseMs * 2 ** tried);
      }
    }
  }

  async function leave(keyId: string, usagePlanId: string): Promise<void> {
    try {
      await gateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId }));
    } catch (error) {
      // It is not in this plan, or the plan is gone with its tier.
      if (!(error instanceof NotFoundException)) throw error;
    }
  }

  async function make(owner: string): Promise<string> {
    const { tier = firstTier } = await profiles.getProfile(owner);
    const planId = await planOf(tier);
    const value = `parley-${randomBytes(16).toString("hex")}`;
    const name = `parley-${owner}`;
    const { id = "" } = await gateway.send(new CreateApiKeyCommand({ name, value, enabled: true }));
    await join(id, planId);
    const Item = { ...keys.usageKey(owner), owner, usageKey: value, apiKeyId: id, planId };
    const ConditionExpression = "attribute_not_exists(pk)";
    await client.send(new PutCommand({ TableName, Item, ConditionExpression }));
    return value;
  }

  async function kept(owner: string): Promise<string | undefined> {
    const item = await read(keys.usageKey(owner));
    return typeof item?.["usageKey"] === "string" ? item["usageKey"] : undefined;
  }

  return {
    async usageKeyOf(owner) {
      const known = await kept(owner);
      if (known !== undefined) return known;
      try {
        return await make(owner);
      } catch (error) {
        // Two first keys at once: whoever was first has made it.
        const other = isConditionFailure(error) ? await kept(owner) : undefined;
        if (other === undefined) throw error;
        return other;
      }
    },
    async moveUsageKey(owner, tier) {
      const item = await read(keys.usageKey(owner));
      const { apiKeyId: keyId, planId: earlier } = item ?? {};
      if (typeof keyId !== "string" || typeof earlier !== "string") return;
      const planId = await planOf(tier);
      // A key is in one plan of a stage at a time. It leaves both, since an earlier move may have been cut short.
      for (const left of new Set([earlier, planId])) await leave(keyId, left);
      await join(keyId, planId);
      const update = updateOf({ planId }, { expression: "attribute_exists(pk)" });
      await client.send(new UpdateCommand({ TableName, Key: keys.usageKey(owner), ...update }));
    },
  };
}

/** Its control plane answers in some hundred ms. */
function createGatewayClient(): APIGatewayClient {
  return new APIGatewayClient({
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
  });
}
