import { SqlError } from "./sql";

/** What the database itself says of a statement; its texts may hold values, such as the key that is there already. */
const databaseErrors = ["DatabaseErrorException", "BadRequestException"];

/**
 * An error of the database as a {@link SqlError} without any value in it; any other error as it is.
 *
 * @param statement - names the statement in the message.
 */
export function toSqlError(error: unknown, statement: string): unknown {
  if (!(error instanceof Error) || !databaseErrors.includes(error.name)) return error;
  const state = /SQLState: ([0-9A-Z]{5})/i.exec(error.message)?.[1];
  if (state === undefined) return error;
  const constraint = /constraint "(\w+)"/.exec(error.message)?.[1];
  // Class 42 is about the statement itself: a column that is not there, a right that is missing.
  const about = state.startsWith("42") ? `, ${error.message.split("\n", 1)[0]}` : "";
  const detail = constraint === undefined ? about : `, ${constraint}`;
  return new SqlError(state, `SQLState ${state}${detail}, in: ${firstLine(statement)}`);
}

function firstLine(statement: string): string {
  return statement.trim().split("\n", 1)[0]?.slice(0, 100) ?? "";
}
