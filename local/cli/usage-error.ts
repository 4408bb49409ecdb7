/** The command line or the environment says something that cannot be. The message names the option and its value. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Turns what `parseArgs` throws into a `UsageError` in our words; other errors pass as they are. */
export function usageError(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!code?.startsWith("ERR_PARSE_ARGS_")) return error;
  return new UsageError(message.split(". ")[0]);
}
