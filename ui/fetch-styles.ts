import { loadStyle } from "./load-style";

const coming = new Map<string, Promise<void>>();

/** The styles of what is fetched later. Fails when they cannot be fetched; the next call tries again. */
export function fetchStyles(part: "dialogs" | "files" | "log"): Promise<void> {
  const before = coming.get(part);
  if (before) return before;
  const href = document.querySelector<HTMLMetaElement>(`meta[name=${part}-styles]`)?.content ?? "";
  const fetching = loadStyle(href).catch((error: unknown) => {
    coming.delete(part);
    throw error;
  });
  coming.set(part, fetching);
  return fetching;
}
