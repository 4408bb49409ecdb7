import type { Logger } from "../../../runtime/ports";

export interface LogEntry extends Record<string, unknown> {
  level: "info" | "error";
  message: string;
}

/** Keeps what was logged. */
export function createListLogger(): Logger & { readonly entries: LogEntry[] } {
  const entries: LogEntry[] = [];
  return {
    entries,
    info: (entry, message) => void entries.push({ ...entry, level: "info", message }),
    error: (entry, message) => void entries.push({ ...entry, level: "error", message }),
  };
}
