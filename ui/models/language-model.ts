import { type ReadonlySignal, batch, computed, signal } from "@preact/signals";
import { type Messages, en } from "../messages/en";
import type { DialogMessages } from "../messages/en-dialogs";
import {
  type Language,
  type LanguageChoice,
  isLanguage,
  languageFor,
  languageKey,
  localeFor,
} from "../messages/languages";
import { type Catalogue, type DialogCatalogue, type Speech, createSpeech } from "../messages/speech";
import type { KeyValueStorage } from "../ports";

/** Which language the page speaks. `theme.ts` reads the same choice before the first paint. */
export interface LanguageModel {
  choice: ReadonlySignal<LanguageChoice>;
  /** What the choice "system" comes to. */
  system: Language;
  /** The language of the words shown now. */
  language: ReadonlySignal<Language>;
  words: ReadonlySignal<Messages>;
  /** What the dialogs say; undefined until it has been loaded. */
  dialogWords: ReadonlySignal<DialogMessages | undefined>;
  speech: ReadonlySignal<Speech>;
  /** Fetches the words of the language that was chosen; without them the page is in English. */
  load(): Promise<void>;
  /** Fetches what the dialogs say; from then on it comes with every language. Rejects when it cannot be had. */
  loadDialogWords(): Promise<void>;
  /** The page changes when the words are there. False when they cannot be had: then nothing changes. */
  choose(choice: LanguageChoice): Promise<boolean>;
}

export interface LanguagePorts {
  storage: KeyValueStorage;
  /** What the reader's browser prefers, best first. */
  preferred: readonly string[];
  fetchCatalogue: Record<Language, () => Promise<Catalogue>>;
  fetchDialogCatalogue: Record<Language, () => Promise<DialogCatalogue>>;
}

/** The words of one language. */
interface Shown {
  language: Language;
  catalogue: Catalogue;
  dialogs?: DialogCatalogue;
}

export function createLanguageModel(ports: LanguagePorts): LanguageModel {
  const { storage, preferred } = ports;
  const stored = storage.get(languageKey);
  const choice = signal<LanguageChoice>(isLanguage(stored) ? stored : "system");
  const shown = signal<Shown>({ language: "en", catalogue: () => en });
  const speech = computed(() => createSpeech(localeFor(shown.value.language, preferred)));
  let wanted: LanguageChoice = choice.peek();
  let wantsDialogs = false;

  async function fetchWords(language: Language): Promise<Shown> {
    const [catalogue, dialogs] = await Promise.all([
      ports.fetchCatalogue[language](),
      wantsDialogs ? ports.fetchDialogCatalogue[language]() : undefined,
    ]);
    // A dialog may have been asked for meanwhile.
    return wantsDialogs && !dialogs ? fetchWords(language) : { language, catalogue, dialogs };
  }

  async function show(next: LanguageChoice): Promise<boolean> {
    wanted = next;
    const language = languageFor(next, preferred);
    const fetched = await fetchWords(language).catch(() => undefined);
    // A later choice has taken over.
    if (!fetched || wanted !== next) return fetched !== undefined;
    batch(() => {
      shown.value = fetched;
      choice.value = next;
    });
    return true;
  }

  async function loadDialogWords(): Promise<void> {
    wantsDialogs = true;
    const { language, dialogs: known } = shown.peek();
    if (known) return;
    const dialogs = await ports.fetchDialogCatalogue[language]();
    // Another language has come meanwhile, with or without them.
    if (shown.peek().language !== language) return loadDialogWords();
    shown.value = { ...shown.peek(), dialogs };
  }

  return {
    choice,
    system: languageFor("system", preferred),
    language: computed(() => shown.value.language),
    words: computed(() => shown.value.catalogue(speech.value)),
    dialogWords: computed(() => shown.value.dialogs?.(speech.value)),
    speech,
    load: async () => void (await show(choice.peek())),
    loadDialogWords,
    choose: async (next) => {
      if (!(await show(next))) return false;
      if (wanted !== next) return true;
      if (next === "system") storage.remove(languageKey);
      else storage.set(languageKey, next);
      return true;
    },
  };
}
