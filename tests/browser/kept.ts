import type { ChatPage } from "./chat-page";

/** What the service worker has kept under a path; nothing when it has not. */
export async function kept({ page }: ChatPage, path: string): Promise<string> {
  const key = JSON.stringify(path);
  return page.evaluate<string>(`caches.match(${key}).then((found) => found?.text() ?? "")`);
}

/** The paths of the API whose answers the service worker has kept. */
export async function keptReads({ page }: ChatPage): Promise<string[]> {
  return page.evaluate<string[]>(`(async () => {
    if (!(await caches.has("parley-reads"))) return [];
    const keys = await (await caches.open("parley-reads")).keys();
    return keys.map(({ url }) => new URL(url).pathname);
  })()`);
}
