/** How long the end of a stream may take that has said all it had to say, ms. */
const mostMs = 500;

/** Iterates like `iterator`, which stays where it is when the iteration is left. */
export function leaving<T>(iterator: AsyncIterator<T>): AsyncIterable<T> {
  return { [Symbol.asyncIterator]: () => ({ next: () => iterator.next() }) };
}

/**
 * Reads what is left of a body of which nothing more is wanted. A connection that was read to its end carries the next
 * request, without another handshake. Never fails: when the end does not come soon, `cut` is called.
 */
export async function readToEnd(iterator: AsyncIterator<unknown>, cut: () => void): Promise<void> {
  const timer = setTimeout(cut, mostMs);
  timer.unref();
  try {
    while (!(await iterator.next()).done);
  } catch {
    cut();
  } finally {
    clearTimeout(timer);
  }
}
