/**
 * Texts as PostgreSQL can hold them: it knows neither U+0000, which a person may paste, nor half of a surrogate pair, which
 * a text that was cut may end with. Either has a stand-in. What is a stand-in itself is taken apart: the last 2,049
 * characters of Unicode, which it leaves to programs, into the two halves of their pair, and U+FDD0, which is no
 * part of any text, has another. So each stored character says by itself what it stands for, and a text may be cut
 * anywhere and put together again.
 */
const unstorable = /[\0\ufdd0\ud800-\udfff\u{10f7ff}-\u{10ffff}]/gu;
const standIns = /[\ufdd0\u{10f7ff}-\u{10ffff}]/gu;

const forNul = "\ufdd0";
const forForNul = "\u{10f7ff}";
/** That of U+D800, the first half of a pair that there is; the others follow. */
const forFirstHalf = 0x10f800;
const firstHalf = 0xd800;

/** The text with stand-ins. */
export function storableText(text: string): string {
  return text.replace(unstorable, (character) => character.split("").map(standIn).join(""));
}

/** The text that {@link storableText} was given. */
export function storedText(text: string): string {
  return text.replace(standIns, (character) => {
    if (character === forNul) return "\0";
    if (character === forForNul) return forNul;
    return String.fromCharCode((character.codePointAt(0) ?? 0) - forFirstHalf + firstHalf);
  });
}

/** A value as JSON with stand-ins in all its texts. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === "string" ? storableText(member) : member,
  );
}

/** The value that {@link storableJson} was given. */
export function storedJson(json: string): unknown {
  return JSON.parse(json, (_, member: unknown) => (typeof member === "string" ? storedText(member) : member));
}

/** Of one UTF-16 code unit. */
function standIn(unit: string): string {
  if (unit === "\0") return forNul;
  if (unit === forNul) return forForNul;
  return String.fromCodePoint(forFirstHalf + unit.charCodeAt(0) - firstHalf);
}
