import { ApiError, ConnectionLost } from "../api/api-error";
import type { PagePorts } from "../ports";

const attempts = 5;
const firstPauseMs = 1_000;

/**
 * Makes one of many calls: waits and calls again when there were too many, and also when the connection was lost if
 * `mayRepeat` says that calling twice does no harm.
 */
export async function patiently<T>(
  ports: Pick<PagePorts, "wait">,
  call: () => Promise<T>,
  { mayRepeat, signal }: { mayRepeat: boolean; signal?: AbortSignal },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      return await call();
    } catch (error) {
      const tooMany = error instanceof ApiError && error.status === 429;
      const passes = tooMany || (mayRepeat && error instanceof ConnectionLost);
      if (!passes || attempt === attempts || signal?.aborted) throw error;
    }
    // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
    await ports.wait(firstPauseMs * 2 ** (attempt - 1), signal);
    signal?.throwIfAborted();
  }
}
