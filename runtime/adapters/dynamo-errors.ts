import type { Wait } from "../ports";

/** Somebody else's transaction holds an item for some ms: five tries last 1.5 s at most. */
const attempts = 5;
const firstPauseMs = 50;

export function isConditionFailure(error: unknown): boolean {
  return error instanceof Error && error.name === "ConditionalCheckFailedException";
}

/** Per item of a cancelled transaction, in order: did its condition fail? Undefined for any other error. */
export function failedConditions(error: unknown): boolean[] | undefined {
  if (!(error instanceof Error) || error.name !== "TransactionCanceledException") return undefined;
  const codes = cancellationCodes(error);
  return codes.includes("ConditionalCheckFailed")
    ? codes.map((code) => code === "ConditionalCheckFailed")
    : undefined;
}

/** The SDK does not retry what lost against another transaction; it is ours to do. */
export async function retryOnConflict<T>(wait: Wait, attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried === attempts || !isConflict(error)) throw error;
      await wait(firstPauseMs * 2 ** tried);
    }
  }
}

/**
 * Waits for any part of what is asked for: whoever met at an item would else meet there again, in step
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function jittered(wait: Wait, random: () => number): Wait {
  return (ms) => wait(ms * random());
}

function isConflict(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "TransactionConflictException") return true;
  return (
    error.name === "TransactionCanceledException" &&
    failedConditions(error) === undefined &&
    cancellationCodes(error).includes("TransactionConflict")
  );
}

function cancellationCodes(error: Error): (string | undefined)[] {
  const { CancellationReasons = [] } = error as Error & { CancellationReasons?: { Code?: string }[] };
  return CancellationReasons.map((reason) => reason.Code);
}
