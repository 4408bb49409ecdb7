/** Runs `task` when the page is there and has nothing better to do. */
export function whenIdle(task: () => void): void {
  // Safari has no idle time to tell of.
  const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(task) : setTimeout(task, 1_000));
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
