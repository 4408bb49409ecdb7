/** Asks for the page behind a cursor, in a query that has begun; for the first one it is nothing. */
export function cursorQuery(cursor: string | undefined): string {
  return cursor === undefined ? "" : `&cursor=${encodeURIComponent(cursor)}`;
}
