import type { QuotaStanding } from "../ports";

/** What goes with a turn's request besides its body. */
export interface TurnCall {
  /** As a `clientMessageId`, and a second request with it must be the same in all else. */
  idempotencyKey?: string;
  /** Told before the first event where the caller stands with his limits, if the model is asked. */
  onAdmitted?: (standing: QuotaStanding) => void;
}
