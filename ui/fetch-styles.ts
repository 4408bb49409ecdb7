const coming = new Map<string, Promise<void>>();

/** The styles of what is fetched later. Fails when they cannot be fetched; the next call tries again. */
export function fetchStyles(part: "dialogs" | "log"): Promise<void> {
  const before = coming.get(part);
  if (before) return before;
  const fetching = new Promise<void>((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = document.querySelector<HTMLMetaElement>(`meta[name=${part}-styles]`)?.content ?? "";
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      coming.delete(part);
      link.remove();
      reject(new Error(`The styles of ${part} did not come.`));
    });
    document.head.append(link);
  });
  coming.set(part, fetching);
  return fetching;
}
