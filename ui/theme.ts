// A script of its own that the page waits for: it sets theme and accent before the first paint, so nothing flashes.
import { readBoot } from "./boot";
import { showTheme } from "./show-theme";

const stored = ((): string | null => {
  try {
    return localStorage.getItem("parley:theme");
  } catch {
    return null;
  }
})();
const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
showTheme(document, stored === "light" || stored === "dark" ? stored : system);
for (const [name, value] of Object.entries(readBoot(document).colours ?? {})) {
  document.documentElement.style.setProperty(name, value);
}
