/** The languages the page speaks: each in its own name, and as `lang` has it. */
export const languages = {
  en: { name: "English", tag: "en", direction: "ltr" },
  es: { name: "Español", tag: "es", direction: "ltr" },
  fr: { name: "Français", tag: "fr", direction: "ltr" },
  de: { name: "Deutsch", tag: "de", direction: "ltr" },
  zh: { name: "简体中文", tag: "zh-Hans", direction: "ltr" },
  ja: { name: "日本語", tag: "ja", direction: "ltr" },
  ar: { name: "العربية", tag: "ar", direction: "rtl" },
} as const;

export type Language = keyof typeof languages;
export type LanguageChoice = "system" | Language;

/** Where the choice is stored; nothing is stored for "system". */
export const languageKey = "parley:language";

export function isLanguage(code: string | null | undefined): code is Language {
  return code !== null && code !== undefined && Object.hasOwn(languages, code);
}

/** What `choice` comes to for a reader whose browser prefers these languages, best first. */
export function languageFor(choice: string | null | undefined, preferred: readonly string[]): Language {
  if (isLanguage(choice)) return choice;
  return preferred.map(primaryOf).find(isLanguage) ?? "en";
}

/** How the reader's own region writes numbers and times in a language, when the browser tells. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  return preferred.find((tag) => primaryOf(tag) === language && isLocale(tag)) ?? languages[language].tag;
}

/** Chromium takes what it prefers from `LANG` where nobody sees it, and tells of "en-US@posix". */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function primaryOf(tag: string): string {
  return tag.split("-", 1)[0]?.toLowerCase() ?? "";
}
