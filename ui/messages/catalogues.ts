import { en } from "./en";
import type { Language } from "./languages";
import type { Catalogue } from "./speech";

/** English is part of the page; every other language is a file of its own. */
export const fetchCatalogue: Record<Language, () => Promise<Catalogue>> = {
  en: async () => () => en,
  es: async () => (await import("./es")).es,
  fr: async () => (await import("./fr")).fr,
  de: async () => (await import("./de")).de,
  zh: async () => (await import("./zh")).zh,
  ja: async () => (await import("./ja")).ja,
  ar: async () => (await import("./ar")).ar,
};
