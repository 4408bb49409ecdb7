import { pageLocale } from "./page-locale";

const minutesOfHours = 120;

/** In so many seconds, rounded up, as one says it in the page's language: "in 17 minutes", "in 23 hours". */
export function timeAhead(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const formats = new Intl.RelativeTimeFormat(pageLocale());
  return minutes < minutesOfHours
    ? formats.format(minutes, "minute")
    : formats.format(Math.ceil(minutes / 60), "hour");
}
