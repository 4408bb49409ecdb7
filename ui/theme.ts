// A script of its own that the page waits for: it sets the theme before the first paint, so nothing flashes.
const stored = ((): string | null => {
  try {
    return localStorage.getItem("parley:theme");
  } catch {
    return null;
  }
})();
const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
document.documentElement.dataset.theme = stored === "light" || stored === "dark" ? stored : system;
