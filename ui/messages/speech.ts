import type { Messages } from "./en";
import type { DialogMessages } from "./en-dialogs";

/** How a language counts, and writes numbers and times. */
export interface Speech {
  number: (value: number, decimals?: number) => string;
  /** The form that goes with `count`; `other` where the language has none of its own for it. */
  plural: (count: number, forms: PluralForms) => string;
  /** Hours and minutes. */
  time: (at: Date) => string;
  dateTime: (at: Date) => string;
  date: (at: Date, options: Intl.DateTimeFormatOptions) => string;
}

export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Words of a language. Given its speech, so that a catalogue is a file without imports of its own. */
export type Catalogue = (speech: Speech) => Messages;
export type DialogCatalogue = (speech: Speech) => DialogMessages;

/** @param tag - a language tag, with or without a region */
export function createSpeech(tag: string): Speech {
  // As in number fields and in code, whatever the region: two kinds of digits on one page are hard to read.
  const locale = withLatinDigits(tag);
  // Made when first needed, and once: each takes a part of a millisecond, the first view has no number, and a long
  // conversation has many times.
  const rules = once(() => new Intl.PluralRules(locale));
  const times = once(() => new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }));
  const dateTimes = once(() => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }));
  return {
    number: (value, decimals = 0) =>
      value.toLocaleString(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
    plural: (count, forms) => forms[rules().select(count)] ?? forms.other,
    time: (at) => times().format(at),
    date: (at, options) => at.toLocaleString(locale, options),
    dateTime: (at) => dateTimes().format(at),
  };
}

function withLatinDigits(tag: string): string {
  // The browser takes ten milliseconds to make its first locale, and the first view waits for it.
  const isPlain = !/-[a-z0-9]-/i.test(tag);
  return isPlain ? `${tag}-u-nu-latn` : new Intl.Locale(tag, { numberingSystem: "latn" }).toString();
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
