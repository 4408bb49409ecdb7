import { type ReadonlySignal, signal } from "@preact/signals";
import type { ParleyApi, Session } from "../api/client";

/** Who is signed in. */
export interface SessionModel {
  /** Undefined until known. */
  session: ReadonlySignal<Session | undefined>;
  load(): Promise<void>;
}

export function createSessionModel(api: Pick<ParleyApi, "session">): SessionModel {
  const session = signal<Session | undefined>(undefined);
  return {
    session,
    load: async () => {
      // The page works without a name in its corner: everything else says by itself when there is no connection.
      session.value = await api.session().catch(() => undefined);
    },
  };
}
