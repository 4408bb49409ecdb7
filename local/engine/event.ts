/** What the program or the SDK says. Debug messages are not passed on. */
export interface LogEntry {
  severity: "info" | "warning" | "error";
  message: string;
  /** The resource it is about. */
  urn?: string;
}

interface ResourceStep {
  urn: string;
  type: string;
  name: string;
}

/** What happens in a deployment, as it happens. */
export type DeployEvent =
  | (ResourceStep & { kind: "creating" })
  /** `isNew` is false when the run before had it already. */
  | (ResourceStep & { kind: "created"; isNew: boolean; elapsedMs: number })
  | (ResourceStep & { kind: "deleting" })
  | (ResourceStep & { kind: "deleted"; elapsedMs: number })
  | (ResourceStep & { kind: "failed"; message: string; elapsedMs: number })
  | { kind: "log"; entry: LogEntry };
