import { type ReadonlySignal, signal } from "@preact/signals";
import type { Session } from "../api/client";
import type { PagePorts } from "../ports";

/** Who is signed in. */
export interface SessionModel {
  /** Undefined until known. */
  session: ReadonlySignal<Session | undefined>;
  load(): Promise<void>;
  /** Removes what this browser has stored of the one who goes; how the page looks stays as it is. */
  forget(): void;
}

/** Says nothing about a person, and whoever comes next would choose it again. */
const impersonal = new Set(["theme", "language", "sidebar", "single-keys"].map((name) => `parley:${name}`));

export function createSessionModel({ api, storage }: Pick<PagePorts, "api" | "storage">): SessionModel {
  const session = signal<Session | undefined>(undefined);
  return {
    session,
    load: async () => {
      // The page works without a name in its corner: everything else says by itself when there is no connection.
      session.value = await api.session().catch(() => undefined);
    },
    forget: () => {
      const personal = storage.keys().filter((key) => key.startsWith("parley:") && !impersonal.has(key));
      for (const key of personal) storage.remove(key);
    },
  };
}
