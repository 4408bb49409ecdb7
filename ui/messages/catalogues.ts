import { importPart } from "../import-part";
import { en } from "./en";
import type { Language } from "./languages";
import type { Catalogue } from "./speech";

/** English is part of the page; every other language is a file of its own. */
export const fetchCatalogue: Record<Language, () => Promise<Catalogue>> = {
  en: async () => () => en,
  es: async () => (await importPart(() => import("./es"))).es,
  fr: async () => (await importPart(() => import("./fr"))).fr,
  de: async () => (await importPart(() => import("./de"))).de,
  zh: async () => (await importPart(() => import("./zh"))).zh,
  ja: async () => (await importPart(() => import("./ja"))).ja,
  ar: async () => (await importPart(() => import("./ar"))).ar,
};
