import { describe, expect, it } from "vitest";
import { en } from "../../ui/messages/en";
import { enDialogs } from "../../ui/messages/en-dialogs";
import { type Language, languageFor, localeFor } from "../../ui/messages/languages";
import type { Catalogue, DialogCatalogue } from "../../ui/messages/speech";
import { createLanguageModel } from "../../ui/models/language-model";
import { fakeStorage } from "./ui-fakes";

/** A language's catalogue says which language it is, and how it writes a number. */
function catalogueOf(code: Language): Catalogue {
  return ({ number }) => ({ ...en, send: `${code} ${number(1_234.5, 1)}` });
}

function languageModel(stored: Record<string, string> = {}, preferred = ["en-GB"], failing?: Language) {
  const storage = fakeStorage(stored);
  const fetchEach = <T>(of: (code: Language) => T) =>
    new Proxy({} as Record<Language, () => Promise<T>>, {
      get: (_, code: Language) => async () => {
        if (code === failing) throw new TypeError("Failed to fetch");
        return of(code);
      },
    });
  const fetchCatalogue = fetchEach(catalogueOf);
  const fetchDialogCatalogue = fetchEach<DialogCatalogue>((code) => () => ({ ...enDialogs, theme: code }));
  return {
    storage,
    model: createLanguageModel({ storage, preferred, fetchCatalogue, fetchDialogCatalogue }),
  };
}

describe("the language", () => {
  it("is the browser's first that the page speaks, with the numbers of its region", async () => {
    const { model } = languageModel({}, ["nl", "es-MX", "fr"]);
    await model.load();
    expect([model.choice.value, model.language.value]).toEqual(["system", "es"]);
    expect(model.words.value.send).toBe("es 1,234.5");
  });

  it("is English where the browser tells of a language that is none", async () => {
    const { model } = languageModel({}, ["en-US@posix", "C"]);
    await model.load();
    expect([model.language.value, model.words.value.send]).toEqual(["en", "en 1,234.5"]);
  });

  it("is the one chosen before, whatever the browser prefers", async () => {
    const { model } = languageModel({ "parley:language": "fr" }, ["de-CH"]);
    await model.load();
    expect([model.choice.value, model.language.value]).toEqual(["fr", "fr"]);
  });

  it("changes when another is chosen, and the choice is remembered until it is the system's again", async () => {
    const { model, storage } = languageModel();
    expect(await model.choose("ja")).toBe(true);
    expect([model.words.value.send, storage.get("parley:language")]).toEqual(["ja 1,234.5", "ja"]);
    expect(await model.choose("system")).toBe(true);
    expect([model.words.value.send, storage.get("parley:language")]).toEqual(["en 1,234.5", undefined]);
  });

  it("stays what it was when the words of the new one cannot be fetched", async () => {
    const { model, storage } = languageModel({ "parley:language": "es" }, ["en"], "ar");
    await model.load();
    expect(await model.choose("ar")).toBe(false);
    expect([model.choice.value, model.language.value, storage.get("parley:language")]).toEqual([
      "es",
      "es",
      "es",
    ]);
  });

  it("is the last one chosen, however late the words of another come", async () => {
    const { model, storage } = languageModel();
    await Promise.all([model.choose("fr"), model.choose("de")]);
    expect([model.language.value, storage.get("parley:language")]).toEqual(["de", "de"]);
  });

  it("has no words of dialogs before one is asked for, and has them in each language from then on", async () => {
    const { model } = languageModel();
    await model.choose("fr");
    expect(model.dialogWords.value).toBeUndefined();
    await model.loadDialogWords();
    expect(model.dialogWords.value?.theme).toBe("fr");
    await model.choose("de");
    expect(model.dialogWords.value?.theme).toBe("de");
  });

  it("has the words of dialogs in the language that comes while they are fetched", async () => {
    const { model } = languageModel();
    const choosing = model.choose("ja");
    await Promise.all([model.loadDialogWords(), choosing]);
    expect([model.language.value, model.dialogWords.value?.theme]).toEqual(["ja", "ja"]);
  });

  it("asks again for words of dialogs that could not be fetched", async () => {
    const { model } = languageModel({ "parley:language": "es" }, ["en"], "en");
    await expect(model.loadDialogWords()).rejects.toThrow("Failed to fetch");
    await model.load();
    expect(model.dialogWords.value?.theme).toBe("es");
  });

  it("is English where the page speaks none that the browser prefers, or a stored one is unknown", () => {
    expect(languageFor(null, ["nl", "sv-SE"])).toBe("en");
    expect(languageFor("tlh", ["fr-CA"])).toBe("fr");
    expect([localeFor("zh", ["en"]), localeFor("ar", ["ar-EG"])]).toEqual(["zh-Hans", "ar-EG"]);
  });
});
