const conversation = /^\/c\/([^/?]+)(?=\?|$)/;

/**
 * Where a request leads. An address of a conversation that somebody mistyped, with a broken escape in it, is one that
 * never was: the page says so, as of any other. For `rewriteUrl`.
 */
export function addressOf({ url = "/" }: { url?: string }): string {
  return url.replace(conversation, (whole, id: string) =>
    isEscaped(id) ? whole : `/c/${encodeURIComponent(id)}`,
  );
}

function isEscaped(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
