/**
 * Whether a content type (or the first type of an Accept header) is among the API's binary media types, which may be
 * `image/png`, `image/*` or `*\/*`.
 */
export function mediaTypeMatches(binaryMediaTypes: string[], value: string | undefined): boolean {
  const given = value?.split(",")[0]?.split(";")[0]?.trim().toLowerCase();
  return binaryMediaTypes.some((pattern) => {
    if (pattern === "*/*") return true;
    if (pattern.endsWith("/*")) return given?.startsWith(pattern.slice(0, -1)) ?? false;
    return given === pattern.toLowerCase();
  });
}
