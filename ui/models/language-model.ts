import { type ReadonlySignal, batch, computed, signal } from "@preact/signals";
import { type Messages, en } from "../messages/en";
import {
  type Language,
  type LanguageChoice,
  isLanguage,
  languageFor,
  languageKey,
  localeFor,
} from "../messages/languages";
import { type Catalogue, type Speech, createSpeech } from "../messages/speech";
import type { KeyValueStorage } from "../ports";

/** Which language the page speaks. `theme.ts` reads the same choice before the first paint. */
export interface LanguageModel {
  choice: ReadonlySignal<LanguageChoice>;
  /** What the choice "system" comes to. */
  system: Language;
  /** The language of the words shown now. */
  language: ReadonlySignal<Language>;
  words: ReadonlySignal<Messages>;
  speech: ReadonlySignal<Speech>;
  /** Fetches the words of the language that was chosen; without them the page is in English. */
  load(): Promise<void>;
  /** The page changes when the words are there. False when they cannot be had: then nothing changes. */
  choose(choice: LanguageChoice): Promise<boolean>;
}

export interface LanguagePorts {
  storage: KeyValueStorage;
  /** What the reader's browser prefers, best first. */
  preferred: readonly string[];
  fetchCatalogue: Record<Language, () => Promise<Catalogue>>;
}

export function createLanguageModel({ storage, preferred, fetchCatalogue }: LanguagePorts): LanguageModel {
  const stored = storage.get(languageKey);
  const choice = signal<LanguageChoice>(isLanguage(stored) ? stored : "system");
  const shown = signal<{ language: Language; catalogue: Catalogue }>({
    language: "en",
    catalogue: () => en,
  });
  const speech = computed(() => createSpeech(localeFor(shown.value.language, preferred)));
  let wanted: LanguageChoice = choice.peek();

  async function show(next: LanguageChoice): Promise<boolean> {
    wanted = next;
    const language = languageFor(next, preferred);
    const catalogue = await fetchCatalogue[language]().catch(() => undefined);
    // A later choice has taken over.
    if (!catalogue || wanted !== next) return catalogue !== undefined;
    batch(() => {
      shown.value = { language, catalogue };
      choice.value = next;
    });
    return true;
  }

  return {
    choice,
    system: languageFor("system", preferred),
    language: computed(() => shown.value.language),
    words: computed(() => shown.value.catalogue(speech.value)),
    speech,
    load: async () => void (await show(choice.peek())),
    choose: async (next) => {
      if (!(await show(next))) return false;
      if (wanted !== next) return true;
      if (next === "system") storage.remove(languageKey);
      else storage.set(languageKey, next);
      return true;
    },
  };
}
