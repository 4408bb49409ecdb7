const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** So many bytes in the largest unit that fits, as one says it in the page's language; a kilobyte is 1,024 of them. */
export function fileSize(bytes: number): string {
  const tag = globalThis.document?.documentElement.lang || "en";
  // As every other number of the page.
  const locale = new Intl.Locale(tag, { numberingSystem: "latn" });
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1_024 ** step;
  const maximumFractionDigits = step > 0 && value < 10 ? 1 : 0;
  return value.toLocaleString(locale, {
    style: "unit",
    unit: units[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits,
  });
}
