import { AwsError, type Props } from "../service";
import type { Engine } from "./engine";
import type { Operations } from "./operations/operation";
import type { TableSettings } from "./table-settings";

/** Items that expired longer ago are left alone, as DynamoDB does: their attribute is hardly a time. */
const oldestSec = 5 * 365 * 86_400;

interface Sweeper {
  engine: Engine;
  operations: Operations;
  settings: TableSettings;
}

/** Deletes what has expired in all tables at `now` (ms since the epoch); the answer is how many items. */
export async function sweepExpiredItems(sweeper: Sweeper, now: number): Promise<number> {
  const { TableNames } = await sweeper.engine.parseAndRun("ListTables", {});
  let count = 0;
  for (const table of TableNames) {
    const { timeToLiveAttribute } = await sweeper.settings.get(table);
    if (timeToLiveAttribute)
      count += await sweepTable(sweeper, table, timeToLiveAttribute, Math.floor(now / 1000));
  }
  return count;
}

async function sweepTable(
  sweeper: Sweeper,
  table: string,
  attribute: string,
  nowSec: number,
): Promise<number> {
  const expired = {
    ExpressionAttributeNames: { "#expires": attribute },
    ExpressionAttributeValues: { ":now": { N: `${nowSec}` }, ":oldest": { N: `${nowSec - oldestSec}` } },
  };
  const condition = "#expires < :now AND #expires > :oldest";
  const { KeySchema } = await sweeper.engine.table(table);
  let count = 0;
  let ExclusiveStartKey: Props | undefined;
  do {
    const scan = { TableName: table, FilterExpression: condition, ExclusiveStartKey, ...expired };
    const page = await sweeper.engine.parseAndRun("Scan", scan);
    for (const item of page.Items) {
      const Key = Object.fromEntries(
        KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]),
      );
      count += await deleteExpired(sweeper, {
        TableName: table,
        Key,
        ConditionExpression: condition,
        ...expired,
      });
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return count;
}

/** Conditional, since the item may have been given a longer life after the scan. */
async function deleteExpired({ operations }: Sweeper, input: Props): Promise<number> {
  try {
    await operations.DeleteItem?.(input);
    return 1;
  } catch (error) {
    if (error instanceof AwsError && error.code === "ConditionalCheckFailedException") return 0;
    throw error;
  }
}
