import { describe, expect, it } from "vitest";
import { ar } from "../../ui/messages/ar";
import { arDialogs } from "../../ui/messages/ar-dialogs";
import { de } from "../../ui/messages/de";
import { deDialogs } from "../../ui/messages/de-dialogs";
import { en } from "../../ui/messages/en";
import { enDialogs } from "../../ui/messages/en-dialogs";
import { es } from "../../ui/messages/es";
import { esDialogs } from "../../ui/messages/es-dialogs";
import { fr } from "../../ui/messages/fr";
import { frDialogs } from "../../ui/messages/fr-dialogs";
import { ja } from "../../ui/messages/ja";
import { jaDialogs } from "../../ui/messages/ja-dialogs";
import { languages } from "../../ui/messages/languages";
import { createSpeech } from "../../ui/messages/speech";
import { zh } from "../../ui/messages/zh";
import { zhDialogs } from "../../ui/messages/zh-dialogs";

const others = {
  es: [es, esDialogs],
  fr: [fr, frDialogs],
  de: [de, deDialogs],
  zh: [zh, zhDialogs],
  ja: [ja, jaDialogs],
  ar: [ar, arDialogs],
} as const;
const counts = [0, 1, 2, 3, 5, 11, 100];

/** Names, and words that are the same in another language. */
const mayBeEnglish = new Set([
  "Parley",
  "System",
  "Version",
  "Chat",
  "Chats",
  "Page",
  "Conversation",
  "Conversations",
  "Message",
  "Name",
  "Person",
  "Text",
  "Tokens",
]);

type Words = string | number | boolean | ((...given: never[]) => string) | readonly Words[] | WordsByName;
interface WordsByName {
  [name: string]: Words;
}

/** Every word of a catalogue, by its path. */
function leaves(words: Words, path = ""): [path: string, leaf: Words][] {
  if (typeof words !== "object") return [[path, words]];
  return Object.entries(words).flatMap(([name, inner]) => leaves(inner as Words, `${path}.${name}`));
}

/** What a function says for each count; dates and titles stand where it takes those. */
function sayings(say: (...given: never[]) => string): string[] {
  return counts.map((count) => {
    for (const first of [count, new Date(2026, 2, 14)]) {
      try {
        return say(...([first, count, count] as never[]));
      } catch {
        // It wants another kind of thing.
      }
    }
    return "";
  });
}

it("stand for every language that can be chosen", () => {
  expect(Object.keys(languages).toSorted()).toEqual(["en", ...Object.keys(others)].toSorted());
});

describe.each(Object.entries(others))("the words in %s", (language, [page, dialogs]) => {
  const speech = createSpeech(language);
  const both = { page: page(speech), dialogs: dialogs(speech) };
  const words = new Map(leaves(both as unknown as Words));
  const english = new Map(leaves({ page: en, dialogs: enDialogs } as unknown as Words));

  it("are those of English, no more and no fewer, each of its kind", () => {
    expect([...words.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    const kind = (leaf: Words | undefined) => (typeof leaf === "function" ? leaf.length : typeof leaf);
    const different = [...words].filter(([path, leaf]) => kind(leaf) !== kind(english.get(path)));
    expect(different.map(([path]) => path)).toEqual([]);
  });

  it("say something everywhere, whatever the count", () => {
    const silent = [...words].filter(([, leaf]) => {
      const said =
        typeof leaf === "function" ? sayings(leaf) : [leaf].filter((one) => typeof one === "string");
      return said.some((text) => text.trim() === "" || /undefined|NaN|\[object/.test(text));
    });
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  it("leave nothing in English", () => {
    const left = [...words].filter(([path, leaf]) => {
      const original = english.get(path);
      if (typeof leaf === "function" && typeof original === "function") {
        // A number with a unit reads the same in many languages.
        const same = sayings(leaf).filter((text, index) => text === sayings(original)[index]);
        return same.some((text) =>
          /\p{L}{4}/u.test(text.replaceAll(/Version|System|message|tokens?|chats?/gi, "")),
        );
      }
      return typeof leaf === "string" && leaf === original && !mayBeEnglish.has(leaf);
    });
    expect(left.map(([path]) => path)).toEqual([]);
  });
});

describe("counting", () => {
  it("follows the six forms of Arabic", () => {
    const { plural } = createSpeech("ar");
    const forms = { zero: "0", one: "1", two: "2", few: "few", many: "many", other: "other" };
    expect(counts.map((count) => plural(count, forms))).toEqual([
      "0",
      "1",
      "2",
      "few",
      "few",
      "many",
      "other",
    ]);
  });

  it("falls back to the general form", () => {
    expect(createSpeech("de").plural(1, { other: "all" })).toBe("all");
    expect(createSpeech("fr").plural(0, { one: "one", other: "more" })).toBe("one");
  });
});
