/** Tells a browser to save what it gets, under this name, whatever script that is in: RFC 6266 with RFC 8187. */
export function attachment(name: string): string {
  // What is told twice: older clients know letters of ASCII only, and decode `%41` although they should not.
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, "_");
  const escaped = encodeURIComponent(name).replace(/['()*]/g, percentCode);
  return `attachment; filename="${plain}"; filename*=UTF-8''${escaped}`;
}

function percentCode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
