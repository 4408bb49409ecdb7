import type { Callback } from "./dynalite";

/** One call as a promise. `promisify` takes longer to make its function than most of these calls take. */
export function calledBack<T>(call: (done: Callback<T>) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    call((error, value) => {
      if (error) reject(error);
      else resolve(value);
    });
  });
}
