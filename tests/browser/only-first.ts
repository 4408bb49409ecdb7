import type { Route } from "playwright-core";

type Handler = (route: Route) => Promise<void>;

/**
 * For `page.route`: does this to the first request, and lets the others through.
 *
 * Not `times: 1` nor `unroute`, which end all interception: a request that is made at that instant is sometimes held
 * by Chromium for ever (https://github.com/microsoft/playwright/issues/41802).
 */
export function onlyFirst(handle: Handler): Handler {
  let isFirst = true;
  return (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    return handle(route);
  };
}
