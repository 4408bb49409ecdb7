import { readJsonCall, unknownOperation, writeJson } from "../json-protocol";
import type { CloudContext, CloudService } from "../service";
import { Engine } from "./engine";
import { continuousBackupOperations } from "./operations/continuous-backups";
import { itemOperations } from "./operations/items";
import type { Operations } from "./operations/operation";
import { tableOperations } from "./operations/tables";
import { tagOperations } from "./operations/tags";
import { timeToLiveOperations } from "./operations/time-to-live";
import { transactionOperations } from "./operations/transactions";
import { requiredAccess } from "./required-access";
import { tableProvider } from "./table";
import { tableItemProvider } from "./table-item";
import { TableSettings } from "./table-settings";
import { sweepExpiredItems } from "./time-to-live-sweeper";

/** DynamoDB itself takes up to days; here a minute is enough. */
const sweepIntervalMs = 60_000;

export interface DynamoDb extends CloudService {
  /** Deletes items past their time to live; the answer is how many. Runs every minute between `start` and `stop`. */
  sweepExpired(): Promise<number>;
}

export interface DynamoDbOptions {
  /** @default Date.now */
  now?: () => number;
}

/** DynamoDB, kept in a folder: dynalite's engine with transactions, time to live and settings of our own. */
export async function createDynamoDb(
  context: CloudContext,
  { now = Date.now }: DynamoDbOptions = {},
): Promise<DynamoDb> {
  const engine = await Engine.open(context.folder("dynamodb"), context.place);
  const settings = new TableSettings(engine);
  const operations: Operations = {
    ...tableOperations(engine, settings),
    ...itemOperations(engine),
    ...transactionOperations(engine, now),
    ...timeToLiveOperations(engine, settings),
    ...continuousBackupOperations(engine, settings),
    ...tagOperations(engine),
  };
  const sweepExpired = () => sweepExpiredItems({ engine, operations, settings }, now());
  let sweeping = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  return {
    name: "dynamodb",
    resources: {
      "aws:dynamodb/table:Table": tableProvider(operations),
      "aws:dynamodb/tableItem:TableItem": tableItemProvider(operations),
    },
    sweepExpired,

    async handle(request, response) {
      const { operation, input } = readJsonCall(request);
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (!run) throw unknownOperation("DynamoDB", operation);
      context.iam.authorize(request.caller, await requiredAccess(engine, context.place, operation, input));
      writeJson(request, response, await run(input));
    },

    async start() {
      timer = setInterval(() => {
        sweeping = sweepExpired().then(
          () => undefined,
          (error: Error) => context.warn(`DynamoDB's time-to-live sweep failed: ${error.message}`),
        );
      }, sweepIntervalMs);
      timer.unref();
    },

    async stop() {
      clearInterval(timer);
      await sweeping;
      await engine.close();
    },
  };
}
