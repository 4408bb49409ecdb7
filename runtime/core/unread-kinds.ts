/** What browsers call TypeScript, by the end of its name: of a film they would say the same; and drawings in SVG. */
const typesOfTexts = ["video/mp2t", "video/vnd.dlna.mpeg-tts", "image/svg+xml"];

/** What kind of file nothing can be read of, by its media type; undefined for every other, until its bytes are looked at. */
export function unreadKindOf(type: string, seesImages: boolean): "image" | "audio" | "video" | undefined {
  const whole = type.toLowerCase();
  if (typesOfTexts.includes(whole)) return undefined;
  const [kind = ""] = whole.split("/");
  if (kind === "image") return seesImages ? undefined : kind;
  return kind === "audio" || kind === "video" ? kind : undefined;
}
