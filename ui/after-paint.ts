/** Resolves once the page has painted what there is now; at once where nobody sees it, since then nothing is painted. */
export function afterPaint(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    // A timer that a frame sets comes after its paint.
    else requestAnimationFrame(() => setTimeout(resolve));
  });
}
