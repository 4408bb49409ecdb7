import { Problem } from "../../runtime/contract/problem";

/** After so many in a row it is not the things that are at fault, but a connection, credentials or a database. */
const most = 10;

/** Why a thing was not copied. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

/** Ends a copy that gets nowhere any more. */
export interface FailureRow {
  /** Something was copied, or need not be. */
  end(): void;
  /** @throws Error when it is one too many */
  add(name: string, error: unknown): void;
}

export function createFailureRow(): FailureRow {
  let count = 0;
  return {
    end: () => void (count = 0),
    add: (name, cause) => {
      // A store that refuses a thing is there: somebody may have many of such things.
      if (cause instanceof Problem && cause.status < 500) return;
      count += 1;
      if (count < most) return;
      const last = `${name}: ${reasonOf(cause)}`;
      throw new Error(
        `${most} in a row could not be copied; the last is ${last}\nRun it again when that is mended: it goes on where it was.`,
        { cause },
      );
    },
  };
}
