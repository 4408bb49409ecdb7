/** However much a page has to do, ms. */
const longestMs = 2_000;

/** Runs `task` when the page is there and has nothing better to do, or has had something for two seconds. */
export function whenIdle(task: () => void): void {
  // Safari has no idle time to tell of.
  const idle = () => {
    if ("requestIdleCallback" in window) requestIdleCallback(task, { timeout: longestMs });
    else setTimeout(task, longestMs);
  };
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
