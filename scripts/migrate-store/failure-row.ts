import { Problem } from "../../runtime/contract/problem";

/** After so many in a row it may not be the things that are at fault, but a connection, credentials or a database. */
const most = 10;

/** Why a thing was not copied. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** Ends a copy that gets nowhere any more. */
export interface FailureRow {
  /** Something was copied, or need not be. */
  end(): void;
  /** @throws Error that names all that failed, when it was one of many in a row and the sides are not there */
  add(name: string, error: unknown): Promise<void>;
}

/** @param askSides - fails when a side is not there: else it is the things, and the others are to be copied */
export function createFailureRow(askSides: () => Promise<unknown>): FailureRow {
  const failed: string[] = [];
  let count = 0;
  return {
    end: () => void (count = 0),
    add: async (name, cause) => {
      failed.push(`failed: ${name}: ${reasonOf(cause)}`);
      // A store that refuses a thing is there: somebody may have many of such things.
      if (cause instanceof Problem && cause.status < 500) return;
      count += 1;
      if (count < most) return;
      count = 0;
      await askSides().catch((error: unknown) => {
        const lines = [
          `${most} in a row could not be copied: ${reasonOf(error)}`,
          ...failed,
          "Run it again when that is mended: it goes on where it was.",
        ];
        throw new Error(lines.join("\n"), { cause: error });
      });
    },
  };
}
