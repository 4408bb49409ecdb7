import { ProgramError } from "./program-error";

/** A protected resource is no longer registered. Nothing was deleted. */
export class ProtectedError extends ProgramError {
  constructor(
    /** `aws:rds/cluster:Cluster` */
    readonly type: string,
    readonly resource: string,
  ) {
    super(
      `${type} "${resource}" is protected, but the program does not register it any more. Nothing was deleted. ` +
        "It can go after a run that registers it without its protection",
    );
  }
}
