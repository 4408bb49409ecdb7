// A script of its own that the page waits for: it sets theme, accent and language before the first paint, so nothing
// flashes. What the page will ask for once it runs, it asks for already.
import { readEarly } from "./api/early-reads";
import { readBoot } from "./boot";
import { languageFor, languageKey, languages } from "./messages/languages";
import { showTheme } from "./show-theme";

/** The file with the words of a language; the build writes it in. English has none. */
declare const LANGUAGE_FILES: Record<string, string | undefined>;
/** What shows a conversation; the build writes it in. */
declare const LOG_FILES: string[];

const stored = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};
const root = document.documentElement;

const theme = stored("parley:theme");
const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
showTheme(document, theme === "light" || theme === "dark" ? theme : system);
for (const [name, value] of Object.entries(readBoot(document).colours ?? {})) {
  root.style.setProperty(name, value);
}

readEarly(location.pathname);

const language = languageFor(stored(languageKey), navigator.languages);
root.lang = languages[language].tag;
root.dir = languages[language].direction;
const words = LANGUAGE_FILES[language];
if (words !== undefined) preload(words);
if (location.pathname.startsWith("/c/")) LOG_FILES.forEach(preload);

function preload(file: string): void {
  const link = document.createElement("link");
  const isStyle = file.endsWith(".css");
  link.rel = isStyle ? "preload" : "modulepreload";
  if (isStyle) link.as = "style";
  link.href = file;
  document.head.append(link);
}
