import { limits } from "./limits";

/** What the page will read of the API first when it is opened at this path: paths at its own origin. */
export function openingReads(pagePath: string): string[] {
  const id = /^\/c\/([\w-]+)$/.exec(pagePath)?.[1];
  if (id === undefined) return [];
  const conversation = `/api/conversations/${id}`;
  return [conversation, `${conversation}/messages?limit=${limits.pageSizeDefault}`];
}
