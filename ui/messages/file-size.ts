import { pageLocale } from "./page-locale";

const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** So many bytes in the largest unit that fits, as one says it in the page's language; a kilobyte is 1,024 of them. */
export function fileSize(bytes: number): string {
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1_024 ** step;
  return written(value, units[step] ?? "byte", step > 0 && value < 10 ? 1 : 0);
}

/** So many bytes, each of them. */
export function byteCount(bytes: number): string {
  return written(bytes, "byte", 0);
}

function written(value: number, unit: (typeof units)[number], maximumFractionDigits: number): string {
  const unitDisplay = unit === "byte" ? "long" : "short";
  return value.toLocaleString(pageLocale(), { style: "unit", unit, unitDisplay, maximumFractionDigits });
}
