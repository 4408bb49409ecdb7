import type { AnswerCaches } from "./answer-caches";

/** The files that the page opens with, without a network as well. */
export interface Shell {
  /** Fetches all of it; fails when one is missing, or when the server has another version of the page. */
  fill(): Promise<void>;
  /** Removes what was kept for other versions of the page. */
  tidy(): Promise<void>;
  /** The page itself, for any of its addresses. */
  index(): Promise<Response | undefined>;
  /** Keeps a fresh copy of the page, when it is of this version. */
  renew(index: Response): Promise<void>;
  /** A file with a hash in its name: it never changes, so the kept one will do. */
  asset(request: Request | string): Promise<Response>;
}

export interface ShellPorts {
  caches: AnswerCaches;
  fetch: typeof fetch;
  /** Names this version of the page. */
  version: string;
  /** The files that `index.html` asks for. */
  files: string[];
  /** The files that the page asks for to show a chat. */
  later: string[];
}

const prefix = "parley-shell-";

export function createShell({ caches, fetch, version, files, later }: ShellPorts): Shell {
  const name = `${prefix}${version}`;
  const open = () => caches.open(name);

  async function renew(index: Response): Promise<void> {
    const markup = await index.text();
    if (!files.every((file) => markup.includes(file))) return;
    const headers = new Headers(index.headers);
    // The text is no longer as it came.
    headers.delete("content-encoding");
    headers.delete("content-length");
    await (await open()).put("/", new Response(markup, { headers }));
  }

  return {
    renew,
    fill: async () => {
      const cache = await open();
      await cache.addAll([...files, ...later]);
      // A stranger is led to the sign-in page, which is not ours to keep.
      await renew(await fetch("/", { redirect: "error", cache: "no-cache" }));
      if (!(await cache.match("/"))) throw new Error("The server has another version of the page.");
    },
    tidy: async () => {
      const old = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);
      await Promise.all(old.map((key) => caches.delete(key)));
    },
    index: async () => (await open()).match("/"),
    asset: async (request) => {
      const cache = await open();
      const kept = await cache.match(request, { ignoreVary: true });
      if (kept) return kept;
      const response = await fetch(request);
      if (response.ok) await cache.put(request, response.clone());
      return response;
    },
  };
}
