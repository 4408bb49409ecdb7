import { type ApiCall, bodyOf } from "./api-call";

/** For any POSIX shell. */
export function curlSnippet(call: ApiCall): string {
  const { invokeUrl, key, stream } = call;
  const url = invokeUrl === "" ? '"$PARLEY_INVOKE_URL/chat"' : quoted(`${invokeUrl}/chat`);
  const authorization =
    key === undefined ? '"authorization: Bearer $PARLEY_API_KEY"' : quoted(`authorization: Bearer ${key}`);
  return [
    `curl ${stream ? "-N " : ""}${url} \\`,
    `  -H ${authorization} \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d ${quoted(bodyOf(call))}`,
  ].join("\n");
}

/** Between single quotes a shell takes everything as it is, but for the single quote itself. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
