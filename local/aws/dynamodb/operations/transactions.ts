import { createHash } from "node:crypto";
import { AwsError, type Props } from "../../service";
import { toAwsError, validationError } from "../dynalite-error";
import type { Engine } from "../engine";
import { IdempotencyTokens } from "../idempotency-tokens";
import type { Operations } from "./operation";

/** `ConditionCheck` has the members of a delete, and is never run. */
const operationOf = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "DeleteItem",
} as const;

interface Step {
  kind: keyof typeof operationOf;
  parsed: Props;
  returnsOld: boolean;
}

interface CancellationReason {
  Code: "None" | "ConditionalCheckFailed";
  Message?: string;
  Item?: Props;
}

/** Transactions, which dynalite does not have. */
export function transactionOperations(engine: Engine, now: () => number): Operations {
  const tokens = new IdempotencyTokens(now);
  return {
    async TransactWriteItems({ TransactItems, ClientRequestToken }) {
      const items = checkedItems(TransactItems);
      const digest = createHash("sha256").update(JSON.stringify(items)).digest("hex");
      const steps = items.map((item) => readStep(engine, item));
      await engine.writes.atomically(async () => {
        // Within the lock, so that a retry that comes while the first is running waits for its outcome.
        if (tokens.isRepeated(ClientRequestToken, digest)) return;
        await checkSteps(engine, steps);
        await runSteps(engine, steps);
        tokens.remember(ClientRequestToken, digest);
      });
      return {};
    },

    async TransactGetItems({ TransactItems }) {
      const gets = checkedItems(TransactItems).map(({ Get }) => engine.parse("GetItem", Get ?? {}));
      const answers = await engine.writes.alone(() =>
        Promise.all(gets.map((get) => engine.run("GetItem", get))),
      );
      return { Responses: answers.map(({ Item }) => (Item ? { Item } : {})) };
    },
  };
}

function checkedItems(items: unknown): Props[] {
  if (Array.isArray(items) && items.length >= 1 && items.length <= 100) return items;
  throw validationError("Member must have length less than or equal to 100 and greater than or equal to 1");
}

function readStep(engine: Engine, item: Props): Step {
  const [[kind, body] = [], ...others] = Object.entries(item);
  if (!isKind(kind) || others.length > 0) {
    throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  const { ReturnValuesOnConditionCheckFailure, ...input } = body;
  return {
    kind,
    parsed: engine.parse(operationOf[kind], input),
    returnsOld: ReturnValuesOnConditionCheckFailure === "ALL_OLD",
  };
}

const isKind = (kind: string | undefined): kind is Step["kind"] => kind !== undefined && kind in operationOf;

/** Throws `TransactionCanceledException` with a reason for every step when a condition of any does not hold. */
async function checkSteps(engine: Engine, steps: Step[]): Promise<void> {
  const seen = new Set<string>();
  for (const step of steps) {
    const id = await checkKey(engine, step);
    if (seen.has(id))
      throw validationError("Transaction request cannot include multiple operations on one item");
    seen.add(id);
  }
  const reasons = await Promise.all(steps.map((step) => checkCondition(engine, step)));
  if (reasons.every(({ Code }) => Code === "None")) return;
  const codes = reasons.map(({ Code }) => Code).join(", ");
  throw new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}

/** Side by side, each on an item of its own. All have ended when it settles: none writes after the transaction is over. */
async function runSteps(engine: Engine, steps: Step[]): Promise<void> {
  const writes = steps.filter(({ kind }) => kind !== "ConditionCheck");
  const runs = writes.map(({ kind, parsed }) => engine.run(operationOf[kind], parsed));
  for (const run of await Promise.allSettled(runs)) if (run.status === "rejected") throw run.reason;
}

/** The item's identity across tables. */
async function checkKey(engine: Engine, { kind, parsed }: Step): Promise<string> {
  const table = await engine.table(parsed.TableName);
  const { db } = engine;
  const { AttributeUpdates, _updates: updates } = parsed;
  const fault = kind === "Put" ? db.validateItem(parsed.Item, table) : db.validateKey(parsed.Key, table);
  const updateFault = kind === "Update" && db.validateUpdates(AttributeUpdates, updates, table);
  if (fault || updateFault) throw toAwsError(fault || updateFault);
  return `${table.TableName}/${db.createKey(parsed.Item ?? parsed.Key, table)}`;
}

async function checkCondition(engine: Engine, { parsed, returnsOld }: Step): Promise<CancellationReason> {
  const old = await engine.item(parsed.TableName, parsed.Item ?? parsed.Key);
  if (!engine.db.checkConditional(parsed, old)) return { Code: "None" };
  return {
    Code: "ConditionalCheckFailed",
    Message: "The conditional request failed",
    ...(returnsOld && old ? { Item: old } : {}),
  };
}
