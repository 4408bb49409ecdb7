import { AwsError, type Props } from "../../service";
import type { DynaliteOperation } from "../dynalite";
import type { Engine } from "../engine";
import type { Operations } from "./operation";

export function itemOperations(engine: Engine): Operations {
  const read = (operation: DynaliteOperation) => (input: Props) => engine.parseAndRun(operation, input);
  const write = (operation: DynaliteOperation) => (input: Props) => {
    const parsed = engine.parse(operation, input);
    return engine.writes.atomically(() =>
      engine.run(operation, parsed).catch((error) => withOldItem(engine, input, error)),
    );
  };
  return {
    GetItem: read("GetItem"),
    BatchGetItem: read("BatchGetItem"),
    Query: read("Query"),
    Scan: read("Scan"),
    PutItem: write("PutItem"),
    UpdateItem: write("UpdateItem"),
    DeleteItem: write("DeleteItem"),
    BatchWriteItem: write("BatchWriteItem"),
  };
}

/** `ReturnValuesOnConditionCheckFailure: ALL_OLD`, which dynalite ignores. */
async function withOldItem(engine: Engine, input: Props, error: unknown): Promise<never> {
  const isAsked = input.ReturnValuesOnConditionCheckFailure === "ALL_OLD";
  if (!isAsked || !(error instanceof AwsError) || error.code !== "ConditionalCheckFailedException")
    throw error;
  const item = await engine.item(input.TableName, input.Item ?? input.Key);
  throw new AwsError(error.code, error.message, error.status, item && { Item: item });
}
