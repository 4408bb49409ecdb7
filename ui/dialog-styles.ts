let coming: Promise<void> | undefined;

/** The styles of the dialogs. Fails when they cannot be fetched; the next call tries again. */
export function fetchDialogStyles(): Promise<void> {
  return (coming ??= new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = document.querySelector<HTMLMetaElement>("meta[name=dialog-styles]")?.content ?? "";
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => {
      coming = undefined;
      link.remove();
      reject(new Error("The styles of the dialogs did not come."));
    });
    document.head.append(link);
  }));
}
