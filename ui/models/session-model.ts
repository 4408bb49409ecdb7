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

/** Whose the rest of what is stored is. */
const userKey = "parley:user";

export function createSessionModel({
  api,
  storage,
  location,
}: Pick<PagePorts, "api" | "storage" | "location">): SessionModel {
  const session = signal<Session | undefined>(undefined);

  function forget(): void {
    const personal = storage.keys().filter((key) => key.startsWith("parley:") && !impersonal.has(key));
    for (const key of personal) storage.remove(key);
  }

  /** A session may end by itself; whoever signs in then finds nothing of the one before. */
  function belongTo(user: string): void {
    const before = storage.get(userKey);
    const isAnother = before !== undefined && before !== user;
    if (isAnother) forget();
    if (before !== user) storage.set(userKey, user);
    // The draft of the one before is in the box already.
    if (isAnother) location.reload();
  }

  return {
    session,
    forget,
    load: async () => {
      // The page works without a name in its corner: everything else says by itself when there is no connection.
      session.value = await api.session().catch(() => undefined);
      if (session.value) belongTo(session.value.user);
    },
  };
}
