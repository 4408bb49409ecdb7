import type { Logger } from "../ports";

/** How deep a chain of causes is told. */
const maxCauses = 4;

/**
 * One JSON line an entry. `Error`s anywhere at the top of an entry are told with name, message, stack and cause, and
 * with what AWS adds: its status and request id.
 */
export function createJsonLogger(
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Logger {
  const log = (level: string) => (entry: Record<string, unknown>, message: string) =>
    write(JSON.stringify({ level, time: new Date().toISOString(), message, ...mapErrors(entry) }));
  return { info: log("info"), error: log("error") };
}

function mapErrors(entry: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [key, value instanceof Error ? describeError(value) : value]),
  );
}

/** What of an error helps its reader. Its other members are left out: they may hold a request with its headers. */
function describeError(error: Error, depth = 0): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    ...awsMembers(error),
    cause: cause instanceof Error && depth < maxCauses ? describeError(cause, depth + 1) : causeText(cause),
  };
}

function awsMembers(error: Error): Record<string, unknown> {
  const { $metadata, OriginalStatusCode, OriginalMessage, ErrorCode } = error as Error & {
    $metadata?: { httpStatusCode?: number; requestId?: string };
    OriginalStatusCode?: number;
    OriginalMessage?: string;
    ErrorCode?: string;
  };
  return {
    httpStatus: $metadata?.httpStatusCode,
    awsRequestId: $metadata?.requestId,
    OriginalStatusCode,
    OriginalMessage,
    ErrorCode,
  };
}

/** Only text: a cause that is some other object may be a whole response. */
function causeText(cause: unknown): string | undefined {
  return typeof cause === "string" ? cause : undefined;
}
