import { importPart } from "../import-part";
import { en } from "./en";
import type { Language } from "./languages";
import type { Catalogue, DialogCatalogue } from "./speech";

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

/** What the dialogs say comes with the first of them, in English too. */
export const fetchDialogCatalogue: Record<Language, () => Promise<DialogCatalogue>> = {
  en: async () => {
    const { enDialogs } = await importPart(() => import("./en-dialogs"));
    return () => enDialogs;
  },
  es: async () => (await importPart(() => import("./es-dialogs"))).esDialogs,
  fr: async () => (await importPart(() => import("./fr-dialogs"))).frDialogs,
  de: async () => (await importPart(() => import("./de-dialogs"))).deDialogs,
  zh: async () => (await importPart(() => import("./zh-dialogs"))).zhDialogs,
  ja: async () => (await importPart(() => import("./ja-dialogs"))).jaDialogs,
  ar: async () => (await importPart(() => import("./ar-dialogs"))).arDialogs,
};
