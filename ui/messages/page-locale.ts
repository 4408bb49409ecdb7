/** The page's language, with the digits of every other number of the page. */
export function pageLocale(): Intl.Locale {
  return new Intl.Locale(globalThis.document?.documentElement.lang || "en", { numberingSystem: "latn" });
}
