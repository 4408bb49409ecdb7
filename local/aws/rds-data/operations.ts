import { AwsError, type Props } from "../service";
import type { Database } from "./database";

/** An operation of the Data API. */
export interface DataOperation {
  /** What IAM calls it. */
  action: string;
  run(database: Database, input: Props): Promise<Props>;
}

/** By the path they are called at. */
export const dataOperations: Record<string, DataOperation> = {
  "/Execute": {
    action: "rds-data:ExecuteStatement",
    run: (database, input) =>
      database.execute(text(input, "sql"), input.parameters, input.transactionId, input),
  },
  "/BatchExecute": {
    action: "rds-data:BatchExecuteStatement",
    run: (database, input) =>
      database.executeBatch(text(input, "sql"), input.parameterSets ?? [[]], input.transactionId),
  },
  "/BeginTransaction": {
    action: "rds-data:BeginTransaction",
    run: async (database) => ({ transactionId: await database.transactions.begin() }),
  },
  "/CommitTransaction": {
    action: "rds-data:CommitTransaction",
    async run(database, input) {
      await database.transactions.commit(text(input, "transactionId"));
      return { transactionStatus: "Transaction Committed" };
    },
  },
  "/RollbackTransaction": {
    action: "rds-data:RollbackTransaction",
    async run(database, input) {
      await database.transactions.rollBack(text(input, "transactionId"));
      return { transactionStatus: "Rollback Complete" };
    },
  },
};

/** A member that has to be there. Throws `BadRequestException`. */
export function text(input: Props, member: string): string {
  const value = input[member];
  if (typeof value === "string" && value !== "") return value;
  throw new AwsError("BadRequestException", `${member} must be a text that is not empty`);
}
